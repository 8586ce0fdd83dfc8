import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { vi } from 'vitest';
import { loadCredentials } from '@/bin/launcher/credentials';
import { createLayout } from '@/bin/launcher/layout';
import { choosePorts } from '@/bin/launcher/ports';
import { signalGroup } from '@/bin/launcher/processes';
import { mongodbStore } from '@/bin/launcher/stores/mongodb';
import { SupervisedProcess } from '@/bin/launcher/supervised-process';
import { freePort } from './free-port';

/**
 * Stands between the workers and a store, and can be away: connections are cut in the middle of what they say and new
 * ones are refused, which is all that a worker sees of a store that is down. The store itself serves other tests on.
 */
export class Gate {
  readonly #sockets = new Set<Socket>();
  #server: Server;

  private constructor(
    private readonly target: URL,
    private port = 0,
  ) {
    this.#server = createServer();
  }

  static async open(target: string): Promise<Gate> {
    const gate = new Gate(new URL(target));
    await gate.back();
    return gate;
  }

  /** The same address as the target's, through this gate. */
  get url(): string {
    const through = new URL(this.target);
    through.host = `127.0.0.1:${this.port}`;
    return through.href.replace(/\/$/, '');
  }

  async away(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async back(): Promise<void> {
    this.#server = createServer((client) => this.#join(client));
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
  }

  #join(client: Socket): void {
    const store = connect(Number(this.target.port), this.target.hostname);
    for (const [socket, other] of [
      [client, store],
      [store, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}

/** A document store of the test's own, as `npm start` runs it: killed, it is started again with what it has kept. */
export class OwnMongodb {
  private constructor(
    readonly url: string,
    private readonly process: SupervisedProcess,
    private readonly directory: string,
  ) {}

  static async start(): Promise<OwnMongodb> {
    const directory = await mkdtemp(join(tmpdir(), 'bitmarket-mongodb-'));
    const layout = createLayout(directory);
    const ports = await choosePorts(layout.portsFile, 15_000);
    const shared = process.env.MONGODB_URL;
    // The launcher starts none where one is named.
    delete process.env.MONGODB_URL;
    const store = mongodbStore({ layout, ports, credentials: loadCredentials(layout.credentialsFile) });
    process.env.MONGODB_URL = shared;
    if (!store.spec) throw new Error('the launcher starts no document store');
    await store.prepare(new AbortController().signal);
    const supervised = new SupervisedProcess(store.spec, { say: () => undefined, changed: () => undefined });
    await supervised.start();
    return new OwnMongodb(store.env.MONGODB_URL ?? '', supervised, directory);
  }

  kill(): void {
    if (this.process.pid !== undefined) signalGroup(this.process.pid, 'SIGKILL');
  }

  async close(): Promise<void> {
    await this.process.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A Redis of the test's own that keeps nothing on disk: it can be killed, started empty, and frozen. */
export class OwnRedis {
  #process: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly directory: string,
  ) {}

  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort(), await mkdtemp(join(tmpdir(), 'bitmarket-redis-')));
    await redis.startEmpty();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async startEmpty(): Promise<void> {
    const args = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.#process = spawn('redis-server', args, { cwd: this.directory, stdio: 'ignore' });
    const client = new Redis(this.url);
    client.on('error', () => undefined);
    await vi.waitFor(() => client.ping(), { timeout: 10_000 });
    client.disconnect();
  }

  async kill(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }

  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}
