import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

const names = [
  'gateway',
  'web',
  'chat',
  'chat2',
  'chat3',
  'chat4',
  'mysql',
  'mongodb',
  'redis',
  's3',
  's3Master',
  's3Volume',
  's3Filer',
  's3Admin',
] as const;

export type PortName = (typeof names)[number];

/** The chat servers of one machine, as many as are asked for up to this length. */
export const chatNames = ['chat', 'chat2', 'chat3', 'chat4'] as const satisfies readonly PortName[];
export type Ports = Record<PortName, number>;

/** SeaweedFS opens gRPC at its port + 10000; chosen below 22768, both stay out of the ephemeral range (32768 on). */
const grpcOffset = 10_000;
const lowest = 12_000;
const highest = 22_700;

/**
 * Ports for every process, remembered between starts. A remembered port that something else has taken meanwhile is
 * chosen anew.
 * @param preferredGateway where people expect the site; the next free one above it is taken when it is in use
 */
export async function choosePorts(path: string, preferredGateway: number): Promise<Ports> {
  const remembered = readPorts(path);
  const chosen: Partial<Ports> = {};
  const used = new Set<number>();
  for (const name of names) {
    const port = await choose(name, remembered, preferredGateway, used);
    chosen[name] = port;
    used.add(port);
  }
  writeFileSync(path, `${JSON.stringify(chosen, null, 2)}\n`);
  return chosen as Ports;
}

async function choose(
  name: PortName,
  remembered: Partial<Ports>,
  gateway: number,
  used: ReadonlySet<number>,
) {
  const offsets = name.startsWith('s3') ? [0, grpcOffset] : [0];
  const usable = async (port: number) => {
    if (used.has(port)) return false;
    for (const offset of offsets) if (!(await isFree(port + offset))) return false;
    return true;
  };
  const own = remembered[name];
  if (own !== undefined && (await usable(own))) return own;
  // Whoever moves takes no other's place: the next above the gateway's may be one.
  const others = new Set(Object.values(remembered));
  for (let attempt = 0; attempt < 200; attempt++) {
    const candidate = name === 'gateway' ? gateway + attempt : randomInt(lowest, highest);
    if (!others.has(candidate) && (await usable(candidate))) return candidate;
  }
  throw new Error(`No free port found for ${name}.`);
}

/** Whether a server can be bound to this port of 127.0.0.1 and, where the machine has it, of ::1. */
export async function isFree(port: number): Promise<boolean> {
  return (await canBind(port, '127.0.0.1')) && (await canBind(port, '::1'));
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function readPorts(path: string): Partial<Ports> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Ports>;
  } catch {
    return {};
  }
}
