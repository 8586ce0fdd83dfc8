import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { findActiveUser } from '@/lib/accounts/service';
import { redeemTicket } from '@/lib/chat/service';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import type { Running } from '@/lib/platform/lifecycle';
import { logger } from '@/lib/platform/logger';
import { closeMysql } from '@/lib/platform/mysql';
import { closeRedis } from '@/lib/platform/redis';
import { closeCodes, maxFrameBytes } from '@/lib/protocol/websocket';
import { ClientConnection } from './client-connection';
import { ScanWatches } from './scan-watches';

const pingIntervalMs = 25_000;

/** Starts the socket server on 127.0.0.1, or on every address inside a container. Port 0 takes a free one. */
export async function startChatServer(options: {
  port: number;
  host?: string;
}): Promise<Running & { port: number }> {
  const http = createServer((request, response) => {
    response.writeHead(request.url === '/health' ? 200 : 404).end();
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  const watches = new ScanWatches();
  const connections = new Set<ClientConnection>();

  http.on('upgrade', (request, socket, head) => {
    admit(request)
      .then((viewer) => {
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          const connection = new ClientConnection(webSocket, viewer, watches);
          connections.add(connection);
          webSocket.on('close', () => connections.delete(connection));
        });
      })
      .catch((error: unknown) => refuse(socket, error));
  });
  const pings = setInterval(() => {
    for (const connection of connections) connection.ping();
  }, pingIntervalMs);

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, options.host, resolve);
  });

  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      clearInterval(pings);
      for (const connection of connections) connection.close(closeCodes.shuttingDown);
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await watches.close();
      await Promise.all([closeMysql(), closeRedis()]);
    },
  };
}

/** Who is knocking. Origin first, then the ticket, both before the upgrade. */
async function admit(request: IncomingMessage) {
  if (request.headers.origin !== new URL(env().PUBLIC_URL).origin) throw new AppError('auth.origin');
  const url = new URL(request.url ?? '/', 'http://chat');
  if (url.pathname !== '/socket') throw new AppError('ticket.invalid');
  const userId = await redeemTicket(url.searchParams.get('ticket') ?? '');
  const viewer = await findActiveUser(userId);
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
