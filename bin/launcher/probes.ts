import { connect } from 'node:net';

const timeoutMs = 2_000;

/**
 * Sends a line and checks the first bytes of the answer. Throws when nobody listens or the answer differs.
 * @param send null to listen only (MariaDB speaks first)
 */
export function probeTcp(port: number, send: string | null, expect: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('connect', () => {
      if (send !== null) socket.write(send);
    });
    socket.once('data', (data) => {
      socket.destroy();
      if (expect.test(data.toString('latin1'))) resolve();
      else reject(new Error(`an unexpected answer: ${JSON.stringify(data.toString('latin1').slice(0, 80))}`));
    });
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}

/** Throws unless the server answers with one of these status codes within the time. */
export async function probeHttp(
  url: string,
  accepted: readonly number[],
  withinMs = timeoutMs,
): Promise<void> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(withinMs) });
  await response.body?.cancel();
  if (!accepted.includes(response.status)) throw new Error(`${url} answers ${response.status}`);
}

/** Throws unless something accepts connections there. */
export function probeTcpOpen(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
