import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Viewer } from '@/lib/accounts/schema';
import { findViewer } from '@/lib/accounts/service';
import { allTold } from '@/lib/chat/absent';
import { countUnreadOf as countUnreadMessages } from '@/lib/chat/conversations';
import { beat, heartbeatMs, refreshMs, stopBeating } from '@/lib/chat/presence';
import { redeemTicket } from '@/lib/chat/service';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { countUnreadOf as countUnreadNotices } from '@/lib/notifications/service';
import { every } from '@/lib/platform/every';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { closeMongodb } from '@/lib/platform/mongodb';
import { closeMysql } from '@/lib/platform/mysql';
import { closePublisher } from '@/lib/platform/publisher';
import { closeRedis } from '@/lib/platform/redis';
import { inboxChannel, noticesChannel, sessionsChannel } from '@/lib/protocol/pubsub';
import { maxFrameBytes } from '@/lib/protocol/websocket';
import { BadgeWatches } from './badge-watches';
import { ClientConnection, closeWaitMs } from './client-connection';
import { ConversationWatches } from './conversation-watches';
import { pause, type Spread } from './lots';
import { Metrics } from './metrics';
import { Pace } from './pace';
import { createProbes } from './probes';
import { frameRate, messageRate, type Rate, Rates } from './rates';
import { ScanWatches } from './scan-watches';
import { Seats, seatsPerPerson } from './seats';
import { SessionGuard } from './session-guard';
import { Subscriptions } from './subscriptions';

/** A hint that was lost without a sign, and that nothing followed, is made up for after this long. */
const lostHintsMs = 60_000;
/** What browsers that come back ask of the document store, at most; a storm takes longer then, and spares the talking. */
const readsPerSecond = 1_000;
const readsAtOnce = 32;
/** How long a server that stops waits for those who are being told of a message. */
const toldWaitMs = 2_000;
/** The pace at which a server that stops sends its browsers away, and how long that may take in all. */
const perMoveMs = 2;
const longestMoveMs = 3_000;
const pingIntervalMs = 25_000;
/** How long a server that stops waits for a store that it is just asking. */
const checksWaitMs = 1_000;
/** What no hint has told is found after about this long. */
const checkIntervalMs = 10_000;

interface Options {
  port: number;
  /** The address to listen on: nobody but the gateway has business here. */
  host?: string;
  /** Wider limits for tests that send faster than people do. */
  rates?: { message: Rate; frame: Rate };
  checkIntervalMs?: number;
  pingIntervalMs?: number;
}

/** Starts the socket server. Port 0 takes a free one. */
export async function startChatServer(options: Options): Promise<Running & { port: number }> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    // Kept in `connections` already.
    clientTracking: false,
  });
  const connections = new Set<ClientConnection>();
  const guard = new SessionGuard(connections);
  const metrics = new Metrics(() => connections.size);
  const parts = createParts(options, guard, metrics);
  const seats = new Seats(seatsPerPerson);
  let stopping = false;
  const http = createProbes(metrics, () => stopping);

  // Apart from the upgrade, whose request would be kept for as long as the socket lives.
  const connect = (webSocket: WebSocket, stream: Duplex, viewer: Viewer) => {
    const connection = new ClientConnection(webSocket, stream, viewer, parts);
    connections.add(connection);
    // Once more, now that the guard knows of it: the session may have ended since it was admitted.
    guard.checkSoon(connection);
    webSocket.on('close', () => connections.delete(connection));
    // Let in just before the server began to stop: those who were here by then are being sent away already.
    if (stopping) void connection.move();
  };
  http.on('upgrade', (request, socket, head) => {
    // Node listens no more, and ws not yet: a browser that is gone before it is let in would end the process.
    socket.on('error', () => socket.destroy());
    admit(request)
      .then((viewer) => {
        if (socket.destroyed) return;
        seats.take(viewer.id);
        // Whether it becomes a socket or not.
        socket.once('close', () => seats.leave(viewer.id));
        sockets.handleUpgrade(request, socket, head, (webSocket) => connect(webSocket, socket, viewer));
      })
      .catch((error: unknown) => refuse(socket, error));
  });
  const stayAll = () => {
    for (const connection of connections) connection.stay();
  };
  const checkMs = options.checkIntervalMs ?? checkIntervalMs;
  const live = async () => {
    if (!(await beat(parts.serverId))) stayAll();
  };
  const timers = [
    setInterval(() => {
      for (const connection of connections) connection.ping();
      parts.frameRates.sweep();
      parts.messageRates.sweep();
    }, options.pingIntervalMs ?? pingIntervalMs),
    setInterval(stayAll, refreshMs),
  ];
  // Each takes half of its time to go over everybody, so that nobody waits for it, or waits where it is faster, and
  // begins again after the other half.
  const stopped = new AbortController();
  const slowly = (name: string, ms: number, check: (spread: Spread) => Promise<void>) =>
    every(name, ms / 2, async () => {
      const spread = { overMs: ms / 2, signal: stopped.signal };
      await Promise.all([check(spread), pause(spread.overMs, spread.signal)]);
    });
  const checks = [
    slowly('lost hints', lostHintsMs, async (spread) => {
      parts.inboxes.check();
      parts.notices.check();
      await parts.scans.check();
      await parts.conversations.presence.checkAll(spread);
    }),
    slowly('watched conversations', checkMs, (spread) => parts.conversations.check(spread)),
    slowly('sessions', checkMs, (spread) => guard.check(connections, spread)),
    every('other servers', checkMs, () => parts.conversations.presence.checkServers()),
    every('heartbeat', heartbeatMs, live),
  ];

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });

  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      stopping = true;
      const closed = new Promise((resolve) => http.close(resolve));
      await moveAll(connections);
      for (const timer of timers) clearInterval(timer);
      stopped.abort();
      await Promise.race([Promise.all(checks.map((check) => check.close())), sleep(checksWaitMs)]);
      for (const connection of connections) connection.terminate();
      sockets.close();
      http.closeAllConnections();
      await closed;
      await stopBeating(parts.serverId);
      await Promise.race([allTold(), sleep(toldWaitMs)]);
      parts.subscriptions.close();
      closePublisher();
      await Promise.all([closeMysql(), closeMongodb(), closeRedis()]);
    },
  };
}

/** For what is done again soon: a failure is worth a line, not more. */
function quietly(work: Promise<void>): void {
  work.catch((error: unknown) => logger.warn({ err: error }, 'a regular check failed'));
}

function createParts({ rates }: Options, guard: SessionGuard, metrics: Metrics) {
  const subscriptions: Subscriptions = new Subscriptions(() => {
    quietly(conversations.check());
    quietly(conversations.presence.checkServers({ all: true }));
    quietly(guard.check());
    quietly(scans.check());
    inboxes.check();
    notices.check();
  });
  const pace = new Pace(readsPerSecond, readsAtOnce);
  subscriptions.listen(sessionsChannel.name, sessionsChannel.message, ({ userId }) =>
    quietly(guard.checkPerson(userId)),
  );
  const conversations = new ConversationWatches(subscriptions, metrics, pace);
  const scans = new ScanWatches(subscriptions);
  const inboxes = new BadgeWatches(subscriptions, pace, inboxChannel, countUnreadMessages);
  const notices = new BadgeWatches(subscriptions, pace, noticesChannel, countUnreadNotices);
  return {
    serverId: randomBytes(6).toString('hex'),
    metrics,
    subscriptions,
    conversations,
    inboxes,
    notices,
    scans,
    frameRates: new Rates(rates?.frame ?? frameRate),
    messageRates: new Rates(rates?.message ?? messageRate),
  };
}

/**
 * Asks every browser to go to another server, one after the other over a while, so that the others are not stormed.
 * Nobody new can knock meanwhile, and those who are still here are served.
 */
async function moveAll(connections: ReadonlySet<ClientConnection>): Promise<void> {
  const pauseMs = Math.min(perMoveMs, longestMoveMs / Math.max(1, connections.size));
  const moves = [...connections].map(async (connection, index) => {
    await sleep(pauseMs * index);
    await connection.move();
  });
  // And then those who were let in meanwhile.
  const moved = Promise.all(moves).then(() => Promise.all([...connections].map((late) => late.move())));
  await Promise.race([moved, sleep(longestMoveMs + closeWaitMs)]);
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
  socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${code}`);
}
