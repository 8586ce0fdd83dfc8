import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Why a watcher was given messages out of the store instead of out of a hint. */
export type ResyncCause = 'resume' | 'gap' | 'check' | 'late_subscription' | 'reset';

/** How often the lag of the event loop is measured: each time wakes a server that may have nothing else to do. */
const lagEveryMs = 100;

/** What one chat server counts, for Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #resyncs = this.#counter('resyncs', 'Readings of the store for a watcher', ['cause']);
  readonly #closes = this.#counter('closes', 'Sockets that were closed', ['code']);
  readonly sends = this.#counter('sends', 'Messages that were stored and acknowledged');
  readonly deliveries = this.#counter('deliveries', 'Messages that were handed to a socket');
  readonly #publishToDeliver = new Histogram({
    name: 'chat_publish_to_deliver_seconds',
    help: 'From the publishing of a message to the sockets of this server',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.#registry],
  });

  /** @param connections how many sockets there are */
  constructor(connections: () => number) {
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: lagEveryMs });
    new Gauge({
      name: 'chat_connections',
      help: 'Open sockets',
      registers: [this.#registry],
      collect() {
        this.set(connections());
      },
    });
  }

  resync(cause: ResyncCause): void {
    this.#resyncs.inc({ cause });
  }

  closed(code: number): void {
    this.#closes.inc({ code });
  }

  /** @param publishedAt by the clock of the server that published it */
  publishedAt(publishedAt: number): void {
    this.#publishToDeliver.observe(Math.max(0, Date.now() - publishedAt) / 1000);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #counter<T extends string>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> {
    return new Counter({ name: `chat_${name}_total`, help, labelNames, registers: [this.#registry] });
  }
}
