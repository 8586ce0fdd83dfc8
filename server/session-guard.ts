import { endedSessions } from '@/lib/accounts/sessions';
import { closeCodes } from '@/lib/protocol/websocket';
import type { ClientConnection } from './client-connection';

/**
 * Closes sockets whose session has ended. Called at once when Redis says so, and for all sockets now and then, since
 * such a message can be lost.
 */
export class SessionGuard {
  constructor(private readonly connections: ReadonlySet<ClientConnection>) {}

  /** Asks the store about these sockets, all of them in one query, and closes those that may not go on. */
  async check(connections: Iterable<ClientConnection> = this.connections): Promise<void> {
    const sessions = [...connections].map((connection) => {
      const { id: userId, tokenVersion } = connection.viewer;
      return { userId, tokenVersion, connection };
    });
    if (sessions.length === 0) return;
    for (const { connection } of await endedSessions(sessions)) connection.close(closeCodes.signedOut);
  }

  /** Asked, not believed: whoever has signed in again meanwhile has a session that counts. */
  async checkPerson(userId: string): Promise<void> {
    await this.check([...this.connections].filter(({ viewer }) => viewer.id === userId));
  }
}
