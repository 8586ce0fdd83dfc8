import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chatMemory } from '@/bin/launcher/services';
import { bundle } from '@/tests/faults/harness/bundle';
import type { Peer } from './clients';
import type { Sample } from './servers/sample';

/** Two servers of one kind, on one core. */
export class ServerPair {
  private constructor(
    private readonly children: readonly ChildProcess[],
    readonly ports: readonly number[],
  ) {}

  static async start(peer: Peer, environment: Readonly<Record<string, string>>): Promise<ServerPair> {
    const program = await bundle(`bench/chat/servers/${peer}.ts`);
    // As each of them is run: ours by `npm start`, the others as their documentation shows it.
    const flags = ['--expose-gc', ...(peer === 'ours' ? chatMemory : [])];
    const children = [0, 1].map(() =>
      spawn('taskset', ['-c', '0', process.execPath, ...flags, program], {
        env: {
          ...process.env,
          ...environment,
          LOG_LEVEL: process.env.BENCH_LOG ?? 'silent',
          NODE_ENV: 'production',
        },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
    for (const child of children)
      child.once('exit', (code, signal) => {
        if (signal !== 'SIGKILL') throw new Error(`a server ended with ${code ?? signal}`);
      });
    const ports = await Promise.all(
      children.map(async (child) => (await once(child, 'message'))[0] as number),
    );
    return new ServerPair(children, ports);
  }

  /** Both together. */
  async sample(): Promise<Sample> {
    const samples = await Promise.all(
      this.children.map(async (child) => {
        const answer = once(child, 'message');
        child.send('sample');
        return (await answer)[0] as Sample;
      }),
    );
    const sum = (key: keyof Sample) => samples.reduce((total, sample) => total + sample[key], 0);
    return {
      cpuMicroseconds: sum('cpuMicroseconds'),
      rssBytes: sum('rssBytes'),
      heapBytes: sum('heapBytes'),
    };
  }

  async end(): Promise<void> {
    await Promise.all(
      this.children.map(async (child) => {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }),
    );
  }
}
