import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { findViewer } from '@/lib/accounts/service';
import { beat, heartbeatMs, stopBeating } from '@/lib/chat/presence';
import { redeemTicket } from '@/lib/chat/service';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { closeMongodb } from '@/lib/platform/mongodb';
import { closeMysql } from '@/lib/platform/mysql';
import { closePublisher } from '@/lib/platform/publisher';
import { closeRedis } from '@/lib/platform/redis';
import { sessionsChannel } from '@/lib/protocol/pubsub';
import { closeCodes, maxFrameBytes } from '@/lib/protocol/websocket';
import { ClientConnection } from './client-connection';
import { ConversationWatches } from './conversation-watches';
import { InboxWatches } from './inbox-watches';
import { frameRate, messageRate, type Rate, Rates } from './rates';
import { ScanWatches } from './scan-watches';
import { SessionGuard } from './session-guard';
import { Subscriptions } from './subscriptions';

const pingIntervalMs = 25_000;
/** What no hint has told is found after this long at the latest. */
const checkIntervalMs = 10_000;

interface Options {
  port: number;
  host?: string;
  /** Wider limits for tests that send faster than people do. */
  rates?: { message: Rate; frame: Rate };
  checkIntervalMs?: number;
  pingIntervalMs?: number;
}

/** Starts the socket server on 127.0.0.1, or on every address inside a container. Port 0 takes a free one. */
export async function startChatServer(options: Options): Promise<Running & { port: number }> {
  const http = createServer((request, response) => {
    response.writeHead(request.url === '/health' ? 200 : 404).end();
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  const connections = new Set<ClientConnection>();
  const guard = new SessionGuard(connections);
  const parts = createParts(options, guard);

  http.on('upgrade', (request, socket, head) => {
    admit(request)
      .then((viewer) => {
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          const connection = new ClientConnection(webSocket, viewer, parts);
          connections.add(connection);
          // Once more, now that the guard knows of it: the session may have ended since it was admitted.
          quietly(guard.check([connection]));
          webSocket.on('close', () => connections.delete(connection));
        });
      })
      .catch((error: unknown) => refuse(socket, error));
  });
  const timers = [
    setInterval(() => {
      for (const connection of connections) connection.ping();
      parts.frameRates.sweep();
      parts.messageRates.sweep();
      parts.inboxes.check();
    }, options.pingIntervalMs ?? pingIntervalMs),
    setInterval(() => {
      quietly(parts.conversations.check());
      quietly(guard.check());
    }, options.checkIntervalMs ?? checkIntervalMs),
    setInterval(() => quietly(beat(parts.serverId)), heartbeatMs),
  ];
  quietly(beat(parts.serverId));

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, options.host, resolve);
  });

  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      for (const timer of timers) clearInterval(timer);
      for (const connection of connections) connection.close(closeCodes.shuttingDown);
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await stopBeating(parts.serverId);
      parts.subscriptions.close();
      closePublisher();
      await Promise.all([closeMysql(), closeMongodb(), closeRedis()]);
    },
  };
}

function createParts({ rates }: Options, guard: SessionGuard) {
  const subscriptions: Subscriptions = new Subscriptions(() => {
    quietly(conversations.check());
    quietly(guard.check());
    inboxes.check();
  });
  subscriptions.listen(sessionsChannel.name, sessionsChannel.message, ({ userId }) =>
    quietly(guard.checkPerson(userId)),
  );
  const conversations = new ConversationWatches(subscriptions);
  const inboxes = new InboxWatches(subscriptions);
  return {
    serverId: randomBytes(6).toString('hex'),
    subscriptions,
    conversations,
    inboxes,
    scans: new ScanWatches(subscriptions),
    frameRates: new Rates(rates?.frame ?? frameRate),
    messageRates: new Rates(rates?.message ?? messageRate),
  };
}

/** For what is done again soon: a failure is worth a line, not more. */
function quietly(work: Promise<void>): void {
  work.catch((error: unknown) => logger.warn({ err: error }, 'a regular check failed'));
}

/** Who is knocking. Origin first, then the ticket, both before the upgrade. */
async function admit(request: IncomingMessage) {
  if (request.headers.origin !== new URL(env().PUBLIC_URL).origin) throw new AppError('auth.origin');
  const url = new URL(request.url ?? '/', 'http://chat');
  if (url.pathname !== '/socket') throw new AppError('ticket.invalid');
  const { userId, tokenVersion } = await redeemTicket(url.searchParams.get('ticket') ?? '');
  const viewer = await findViewer(userId, tokenVersion);
  if (!viewer) throw new AppError('ticket.invalid');
  return viewer;
}

function refuse(socket: Duplex, error: unknown): void {
  if (!(error instanceof AppError)) logger.error({ err: error }, 'the upgrade failed');
  const status = error instanceof AppError ? error.httpStatus : 500;
  const code = error instanceof AppError ? error.code : 'internal';
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${code}`);
}
