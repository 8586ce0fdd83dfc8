import { endedSessions } from '@/lib/accounts/sessions';
import { logger } from '@/lib/platform/logger';
import { closeCodes } from '@/lib/protocol/websocket';
import type { ClientConnection } from './client-connection';
import { atOnce, inLots, type Spread } from './lots';

/** New sockets within this time are asked about together. */
const gatherMs = 50;
const checkedAtOnce = 200;

/**
 * Closes sockets whose session has ended. Called at once when Redis says so, and for all sockets now and then, since
 * such a message can be lost.
 */
export class SessionGuard {
  #fresh: ClientConnection[] = [];

  constructor(private readonly connections: ReadonlySet<ClientConnection>) {}

  /** Asks about a new socket, together with the others that come at the same time. */
  checkSoon(connection: ClientConnection): void {
    this.#fresh.push(connection);
    if (this.#fresh.length > 1) return;
    setTimeout(() => {
      const fresh = this.#fresh;
      this.#fresh = [];
      this.check(fresh).catch((error: unknown) =>
        logger.warn({ err: error }, 'new sockets were not checked'),
      );
    }, gatherMs);
  }

  /** Asks the store about these sockets, some of them in each query, and closes those that may not go on. */
  async check(
    connections: Iterable<ClientConnection> = this.connections,
    spread: Spread = atOnce,
  ): Promise<void> {
    await inLots([...connections], checkedAtOnce, spread, closeEnded);
  }

  /** Asked, not believed: whoever has signed in again meanwhile has a session that counts. */
  async checkPerson(userId: string): Promise<void> {
    await this.check([...this.connections].filter(({ viewer }) => viewer.id === userId));
  }
}

async function closeEnded(connections: readonly ClientConnection[]): Promise<void> {
  const sessions = connections.map((connection) => {
    const { id: userId, tokenVersion } = connection.viewer;
    return { userId, tokenVersion, connection };
  });
  for (const { connection } of await endedSessions(sessions)) connection.close(closeCodes.signedOut);
}
