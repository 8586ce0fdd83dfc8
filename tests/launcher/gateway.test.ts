import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'minio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { System } from '@/bin/launcher/system';

const directory = mkdtempSync(join(tmpdir(), 'bitmarket-gateway-'));
let system: System;
let web: Server;
let chats: WebSocketServer[];
let url: string;

/** Signs for this origin; the gateway must hand on Host and path as they are. */
function s3(origin: string): Client {
  const { hostname, port } = new URL(origin);
  const { S3_ACCESS_KEY: accessKey = '', S3_SECRET_KEY: secretKey = '' } = system.env;
  const options = {
    endPoint: hostname,
    port: Number(port),
    useSSL: false,
    pathStyle: true,
    region: 'us-east-1',
  };
  return new Client({ ...options, accessKey, secretKey });
}

beforeAll(async () => {
  system = await System.open({
    directory,
    gatewayPort: 14_200,
    mode: 'production',
    chatServers: 2,
    say: () => {},
  });
  await system.startStores();
  await system.migrate();
  // Stands where web would: answers with what it was asked, the second half a while after the first.
  web = createServer((request, response) => {
    const answer = () => {
      response.write(`${request.method} ${request.url} for ${request.headers.host}\n`);
      setTimeout(() => response.end('end'), request.url === '/slow' ? 3_000 : 0);
    };
    // As Next reads a server action: it answers once it has all of it, and never where that breaks off.
    if (request.url === '/whole')
      request
        .resume()
        .on('end', answer)
        .on('error', () => {});
    else answer();
  }).listen(system.ports.web, '127.0.0.1');
  chats = (['chat', 'chat2'] as const).map((name) => {
    const chat = new WebSocketServer({ port: system.ports[name], host: '127.0.0.1', path: '/socket' });
    return chat.on('connection', (socket) => socket.on('message', (data) => socket.send(`${name}: ${data}`)));
  });
  await system.startGateway();
  url = system.address.url;
  await s3(system.env.S3_ENDPOINT ?? '').putObject('media', 'one/picture.webp', 'bytes', 5, {
    'Content-Type': 'image/webp',
  });
}, 120_000);

afterAll(async () => {
  web?.closeAllConnections();
  web?.close();
  for (const chat of chats ?? []) {
    for (const client of chat.clients) client.terminate();
    chat.close();
  }
  await system?.close();
  rmSync(directory, { recursive: true, force: true });
}, 30_000);

test('pages come from web, with the host that the browser asked for', async () => {
  const body = await (await fetch(`${url}/listings/lst_1?x=1`)).text();
  expect(body).toBe(`GET /listings/lst_1?x=1 for ${new URL(url).host}\nend`);
});

test('a connection that has rested is not used again: web may be giving it up in that moment', async () => {
  const ports: (number | undefined)[] = [];
  const remember = ({ socket }: IncomingMessage) => ports.push(socket.remotePort);
  web.on('request', remember);
  const post = async () => (await fetch(`${url}/`, { method: 'POST', body: 'x' })).text();
  await post();
  await post();
  await sleep(web.keepAliveTimeout - 1000);
  await post();
  web.off('request', remember);
  expect(ports[1]).toBe(ports[0]);
  expect(ports[2]).not.toBe(ports[0]);
});

test('a streamed page reaches the browser as it is written', async () => {
  const startedAt = performance.now();
  const response = await fetch(`${url}/slow`);
  const first = await response.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toMatch(/^GET \/slow/);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('web is asked when the body is here, so that its early answer is never cut off', async () => {
  let asked = 0;
  web.on('request', () => {
    asked += 1;
  });
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`POST /early HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(asked).toBe(0);
  socket.write('{}');
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(answer).toContain(`POST /early for ${host}`);
  expect(answer).toMatch(/end\s*(0\s*)?$/);
  expect(asked).toBe(1);
});

test('a larger body reaches web whole', async () => {
  const body = 'x'.repeat(300_000);
  const received = new Promise<number>((resolve) =>
    web.once('request', (request) => {
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      request.on('end', () => resolve(bytes));
    }),
  );
  await fetch(`${url}/large`, { method: 'POST', body });
  expect(await received).toBe(body.length);
});

test('a body that no page of ours sends is refused, whether its length is told or not', async () => {
  const bytes = new Uint8Array(2_000_000);
  const told = await fetch(`${url}/whole`, { method: 'POST', body: bytes });
  const streamed = { method: 'POST', body: new Blob([bytes]).stream(), duplex: 'half' };
  const untold = await fetch(`${url}/whole`, streamed);
  expect([told.status, untold.status]).toEqual([413, 413]);
});

async function openSocket(): Promise<{ server: string; close(): void }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket?ticket=x`);
  const server = await new Promise<string>((resolve, reject) => {
    socket.on('open', () => socket.send('hello'));
    socket.on('message', (data) => resolve(String(data)));
    socket.on('error', reject);
  });
  return { server, close: () => socket.close() };
}

test('sockets reach both chat servers evenly, and all the other one when one takes none', async () => {
  const sockets: Awaited<ReturnType<typeof openSocket>>[] = [];
  for (let index = 0; index < 6; index += 1) sockets.push(await openSocket());
  const reached = (name: string) => sockets.filter(({ server }) => server === `${name}: hello`).length;
  expect([reached('chat'), reached('chat2')]).toEqual([3, 3]);
  for (const socket of sockets.splice(0)) socket.close();
  // As a server that is stopping: it listens no more, and those who are there stay.
  const [first] = chats;
  await new Promise((resolve) => {
    first?.close(resolve);
    for (const client of first?.clients ?? []) client.terminate();
  });
  for (let index = 0; index < 6; index += 1) sockets.push(await openSocket());
  expect([reached('chat'), reached('chat2')]).toEqual([0, 6]);
  for (const socket of sockets) socket.close();
});

test.each(['/metrics', '/healthz', '/readyz'])('%s of the chat server is not for the world', async (path) => {
  expect(await (await fetch(url + path)).text()).toContain(`GET ${path} for`);
});

test('published media is for anyone to read and to keep, and nothing in it may run', async () => {
  const response = await fetch(`${url}/media/one/picture.webp`);
  expect(await response.text()).toBe('bytes');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  expect(response.headers.get('server') ?? '').not.toContain('SeaweedFS');
});

test('a part of published media can be asked for', async () => {
  const response = await fetch(`${url}/media/one/picture.webp`, { headers: { Range: 'bytes=1-2' } });
  expect([response.status, await response.text()]).toEqual([206, 'yt']);
});

// A query could have S3 send another content type (text/html), or the bucket's own documents.
const odd = ['absent.webp', '', 'one/', 'one/picture.webp?response-content-type=text/html', '?list-type=2'];

test.each(odd)('%s is a plain 404 that nobody keeps', async (path) => {
  const response = await fetch(`${url}/media/${path}`);
  expect([response.status, await response.text()]).toEqual([404, 'Not found']);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test.each(['PUT', 'POST', 'DELETE'])('%s on published media is refused, signed or not', async (method) => {
  const signed = await s3(url).presignedUrl(method, 'media', 'one/picture.webp', 60);
  expect((await fetch(signed, { method, body: method === 'DELETE' ? undefined : 'x' })).status).toBe(405);
  expect(await (await fetch(`${url}/media/one/picture.webp`)).text()).toBe('bytes');
});

test('an upload that is signed for the public origin goes through, and none that is not', async () => {
  const policy = s3(url).newPostPolicy();
  policy.setBucket('incoming');
  policy.setKey('usr_1/video.mp4');
  policy.setContentType('video/mp4');
  policy.setContentLengthRange(5, 5);
  policy.setExpires(new Date(Date.now() + 60_000));
  const { postURL, formData } = await s3(url).presignedPostPolicy(policy);
  const send = async (bytes: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(formData)) form.set(name, String(value));
    form.set('file', new Blob([bytes]));
    return (await fetch(postURL, { method: 'POST', body: form })).status;
  };
  expect(new URL(postURL).origin).toBe(url);
  expect(await send('12345')).toBeLessThan(300);
  expect(await send('123456')).toBeGreaterThanOrEqual(400);
  const stat = await s3(system.env.S3_ENDPOINT ?? '').statObject('incoming', 'usr_1/video.mp4');
  expect(stat.size).toBe(5);
  expect((await fetch(`${url}/incoming/usr_1/video.mp4`)).status).toBe(403);
  expect((await fetch(`${url}/incoming/usr_1/other.mp4`, { method: 'PUT', body: 'x' })).status).toBe(403);
});
