import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect } from 'vitest';

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

/** A Redis of the test's own that keeps nothing on disk: it can be killed, started empty, and frozen. */
export class OwnRedis {
  #process: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly directory: string,
  ) {}

  static async start(): Promise<OwnRedis> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await new Promise((resolve) => probe.close(resolve));
    const redis = new OwnRedis(port, await mkdtemp(join(tmpdir(), 'bitmarket-redis-')));
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
    await expect.poll(() => client.ping().catch(() => ''), { timeout: 10_000 }).toBe('PONG');
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
