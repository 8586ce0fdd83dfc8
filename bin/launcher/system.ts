import { existsSync, writeFileSync } from 'node:fs';
import { loadCredentials } from './credentials';
import { childEnvironment, decidedEnvironment, writeEnvironmentFile } from './environment';
import { gatewaySpec, type PublicAddress, publicAddress } from './gateway';
import { createLayout, type Layout } from './layout';
import { Occupancy } from './occupancy';
import { chatNames, choosePorts, type Ports } from './ports';
import { runOnce } from './run-once';
import { chatSpec, type Mode, type ServiceContext, serviceCommands, webSpec, workerSpec } from './services';
import { mongodbStore } from './stores/mongodb';
import { mysqlStore } from './stores/mysql';
import { objectStore } from './stores/objects';
import { redisStore } from './stores/redis';
import type { Store } from './stores/store';
import { type ProcessSpec, SupervisedProcess } from './supervised-process';

/** Whoever stops waits so long for the migrations; then they are cut off. */
const longestMigrationMs = 30_000;

export interface SystemOptions {
  /** Data, logs and settings of this system; made when missing. */
  directory: string;
  /** Where the gateway should listen; the next free port above it is taken when it is in use. */
  gatewayPort: number;
  mode: Mode;
  /** Chat servers behind the gateway; one when absent. */
  chatServers?: number;
  say(line: string): void;
  /** Each line of web, chat and worker; their log files when absent. */
  onLine?: (name: string, line: string) => void;
}

/** A running BitMarket, or a part of it: what was started so far, and how to end it. */
export class System {
  private readonly processes = new Map<string, SupervisedProcess>();
  private readonly closing = new AbortController();
  /** Settles when no store is being prepared or started any more. */
  private startingStores: Promise<unknown> = Promise.resolve();
  /** Settles when no migration is under way any more. */
  private migrating: Promise<unknown> = Promise.resolve();
  private readonly cutting = new AbortController();

  private constructor(
    private readonly options: SystemOptions,
    readonly layout: Layout,
    readonly ports: Ports,
    readonly address: PublicAddress,
    private readonly stores: readonly Store[],
    /** What the launcher decided of the children's environment. */
    readonly env: Readonly<Record<string, string>>,
    private readonly occupancy: Occupancy,
  ) {}

  /** Claims the directory, and settles ports, credentials and the environment. Nothing runs yet. */
  static async open(options: SystemOptions): Promise<System> {
    const layout = createLayout(options.directory);
    const { occupancy, ended } = await Occupancy.take(layout);
    if (ended.length > 0) options.say(`ended what a killed launcher had left: ${ended.join(', ')}`);
    try {
      const ports = await choosePorts(layout.portsFile, options.gatewayPort);
      const credentials = loadCredentials(layout.credentialsFile);
      const address = publicAddress(ports);
      const stores = [mysqlStore, mongodbStore, redisStore, objectStore].map((make) =>
        make({ layout, ports, credentials }),
      );
      const env = decidedEnvironment(layout, stores, credentials, ports, address);
      occupancy.setUrl(address.url);
      return new System(options, layout, ports, address, stores, env, occupancy);
    } catch (error) {
      occupancy.release();
      throw error;
    }
  }

  /** Starts those stores that no URL replaces, all at once. */
  async startStores(): Promise<void> {
    const starting = this.stores.map(async ({ spec, prepare }) => {
      if (!spec) return;
      await prepare(this.closing.signal);
      await this.start(spec);
    });
    this.startingStores = Promise.allSettled(starting);
    await Promise.all(starting);
    writeEnvironmentFile(this.layout.environmentFile, this.env);
  }

  async startGateway(): Promise<void> {
    const { layout, ports, address, env } = this;
    const chatPorts = this.chats.map((name) => ports[name]);
    await this.start(gatewaySpec(layout, ports, address, env.S3_ENDPOINT ?? '', chatPorts));
  }

  /** Needs the build and, to answer pages, the stores; its own readiness asks for neither. */
  async startWeb(): Promise<void> {
    await this.start(webSpec(this.serviceContext()));
  }

  /** Chat and worker read tables as soon as they run: after migrate(). */
  async startChatAndWorker(): Promise<void> {
    const context = this.serviceContext();
    const chats = this.chats.map((name) => chatSpec(context, name));
    await Promise.all([...chats, workerSpec(context)].map((spec) => this.start(spec)));
  }

  async migrate(): Promise<void> {
    const migrating = this.runOnce(serviceCommands.migrate, this.cutting.signal);
    this.migrating = migrating.catch(() => undefined);
    await migrating;
  }

  /** The demo shop, on the first run only. @returns whether it was made now */
  async seedOnce(): Promise<boolean> {
    if (existsSync(this.layout.seededFile)) return false;
    // The next start completes what is cut off.
    await this.runOnce(serviceCommands.seed, this.closing.signal);
    writeFileSync(this.layout.seededFile, `${new Date().toISOString()}\n`);
    return true;
  }

  /** The process of this name, for tests that end it. */
  pidOf(name: string): number | undefined {
    return this.processes.get(name)?.pid;
  }

  /** Ends everything in order: first who takes requests, then who works on them, then what they write to. */
  async close(): Promise<void> {
    this.closing.abort(new Error('BitMarket is being stopped'));
    await this.stop('gateway');
    await this.stop('web', ...chatNames, 'worker');
    await this.untilMigrated();
    await this.stop('mysql', 'mongodb', 'redis', 'objects');
    await this.startingStores;
    this.occupancy.release();
  }

  private get chats() {
    return chatNames.slice(0, this.options.chatServers ?? 1);
  }

  private serviceContext(): ServiceContext {
    const { layout, ports, options } = this;
    return { layout, ports, mode: options.mode, env: childEnvironment(this.env), onLine: options.onLine };
  }

  private async stop(...names: string[]): Promise<void> {
    await Promise.all(names.map((name) => this.processes.get(name)?.stop()));
  }

  private async start(spec: ProcessSpec): Promise<void> {
    this.closing.signal.throwIfAborted();
    const process = new SupervisedProcess(spec, {
      say: (line) => this.options.say(line),
      changed: (name, id) => this.occupancy.changed(name, id),
    });
    this.processes.set(spec.name, process);
    await process.start();
  }

  private async runOnce([, ...args]: readonly string[], signal: AbortSignal): Promise<void> {
    this.closing.signal.throwIfAborted();
    await runOnce(args, { ...childEnvironment(this.env), NODE_ENV: this.options.mode }, signal);
  }

  /** A migration that is cut off in the middle can be neither done again nor undone. */
  private async untilMigrated(): Promise<void> {
    const tooLong = setTimeout(() => this.cutting.abort(), longestMigrationMs);
    await this.migrating;
    clearTimeout(tooLong);
  }
}
