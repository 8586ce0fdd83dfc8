import { createServer, type Server } from 'node:http';
import { storesAway } from '@/lib/platform/readiness';
import type { Metrics } from './metrics';

/**
 * The server's HTTP side, for whoever runs it; the gateway leads nobody here but to /socket.
 *
 *     /healthz  it runs
 *     /readyz   it may be given sockets: it is not stopping, and every store answers
 *     /metrics  for Prometheus
 */
export function createProbes(metrics: Metrics, isStopping: () => boolean): Server {
  const answer = async (path: string | undefined): Promise<[status: number, text: string, type: string]> => {
    const plain = 'text/plain';
    if (path === '/healthz') return [200, 'ok', plain];
    if (path === '/metrics') return [200, await metrics.text(), metrics.contentType];
    if (path !== '/readyz') return [404, '', plain];
    if (isStopping()) return [503, 'stopping', plain];
    const away = await storesAway();
    return away.length === 0 ? [200, 'ready', plain] : [503, `away: ${away.join(', ')}`, plain];
  };
  return createServer((request, response) => {
    answer(request.url)
      .then(([status, text, type]) => response.writeHead(status, { 'Content-Type': type }).end(text))
      .catch(() => response.writeHead(500).end());
  });
}
