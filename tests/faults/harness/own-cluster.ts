import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { vi } from 'vitest';
import { freePort } from './free-port';

/** One master of a cluster; it keeps its part of the slots when it is killed and started again. */
export class ClusterNode {
  #process: ChildProcess | undefined;
  readonly client: Redis;

  constructor(
    readonly port: number,
    readonly busPort: number,
    private readonly directory: string,
  ) {
    this.client = new Redis({ port, lazyConnect: true, retryStrategy: () => 50 });
    this.client.on('error', () => undefined);
  }

  async start(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const ports = ['--port', `${this.port}`, '--cluster-port', `${this.busPort}`, '--bind', '127.0.0.1'];
    const cluster = ['--cluster-enabled', 'yes', '--cluster-require-full-coverage', 'no'];
    const args = [...ports, ...cluster, '--save', '', '--appendonly', 'no'];
    this.#process = spawn('redis-server', args, { cwd: this.directory, stdio: 'ignore' });
    await vi.waitFor(() => this.client.ping(), { timeout: 10_000 });
  }

  async kill(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }

  async shardChannels(): Promise<string[]> {
    return (await this.client.call('PUBSUB', 'SHARDCHANNELS')) as string[];
  }

  async close(): Promise<void> {
    this.client.disconnect();
    await this.kill();
  }
}

/** A Redis Cluster of two masters, each with half of the slots. */
export class OwnCluster {
  private constructor(
    readonly nodes: readonly [ClusterNode, ClusterNode],
    private readonly directory: string,
  ) {}

  static async start(): Promise<OwnCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'bitmarket-cluster-'));
    const node = async (name: string) =>
      new ClusterNode(await freePort(), await freePort(), join(directory, name));
    const [low, high] = [await node('low'), await node('high')];
    await Promise.all([low.start(), high.start()]);
    await low.client.cluster('ADDSLOTSRANGE', 0, 8191);
    await high.client.cluster('ADDSLOTSRANGE', 8192, 16383);
    await low.client.call('CLUSTER', 'MEET', '127.0.0.1', high.port, high.busPort);
    for (const { client } of [low, high])
      await vi.waitFor(
        async () => {
          if (!/cluster_slots_ok:16384/.test(String(await client.cluster('INFO'))))
            throw new Error('not yet');
        },
        { timeout: 20_000, interval: 50 },
      );
    return new OwnCluster([low, high], directory);
  }

  get url(): string {
    return `redis://127.0.0.1:${this.nodes[0].port}`;
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
    await rm(this.directory, { recursive: true, force: true });
  }
}
