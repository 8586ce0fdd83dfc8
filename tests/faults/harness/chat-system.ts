import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Viewer } from '@/lib/accounts/schema';
import { Tab } from '@/tests/harness/tab';
import { bundle } from './bundle';

export interface ServerProcess {
  port: number;
  process: ChildProcess;
}

/** Chat servers as processes that can be killed, and tabs that are connected to them. */
export class ChatSystem {
  readonly servers: ServerProcess[] = [];
  readonly #tabs: Tab[] = [];

  private constructor(
    private readonly program: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @param environment where the servers find another store than this test does */
  static async open(environment: Readonly<Record<string, string>> = {}): Promise<ChatSystem> {
    return new ChatSystem(await bundle('tests/faults/harness/chat-process.ts'), environment);
  }

  async start(): Promise<ServerProcess> {
    const env = { ...process.env, ...this.environment, LOG_LEVEL: process.env.FAULT_LOG ?? 'silent' };
    const child = spawn(process.execPath, [this.program], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [port] = (await once(child, 'message')) as [number];
    const server = { port, process: child };
    this.servers.push(server);
    return server;
  }

  /** Resolves when it is gone. */
  async end(server: ServerProcess, signal: NodeJS.Signals): Promise<void> {
    this.servers.splice(this.servers.indexOf(server), 1);
    const { process: child } = server;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** @param pick the server for its next connection; any that runs when absent */
  tab(viewer: Viewer, conversationId: string, pick: () => ServerProcess | undefined = () => this.any()): Tab {
    const tab = new Tab(viewer, conversationId, pick);
    this.#tabs.push(tab);
    return tab;
  }

  any(random = Math.random): ServerProcess | undefined {
    return this.servers[Math.floor(random() * this.servers.length)];
  }

  /** One number out of what a server tells Prometheus. */
  async metric(server: ServerProcess, name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
  }

  async close(): Promise<void> {
    for (const tab of this.#tabs) tab.stop();
    await Promise.all([...this.servers].map((server) => this.end(server, 'SIGKILL')));
    await rm(this.program, { force: true });
  }
}
