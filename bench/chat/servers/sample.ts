/** What a server process says of itself when it is asked. */
export interface Sample {
  /** User and system time since its start. */
  cpuMicroseconds: number;
  rssBytes: number;
  heapBytes: number;
}

/** Tells the port, and from then on answers every message of the parent with a sample, after a collection. */
export function answerSamples(port: number): void {
  process.on('message', () => {
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    const sample: Sample = { cpuMicroseconds: user + system, rssBytes: rss, heapBytes: heapUsed + external };
    process.send?.(sample);
  });
  process.send?.(port);
}
