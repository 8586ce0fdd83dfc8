/** What a server process says of itself when it is asked. */
export interface Sample {
  /** User and system time since its start, without the collections of these samples. */
  cpuMicroseconds: number;
  rssBytes: number;
  heapBytes: number;
}

/** Tells the port, and from then on answers every message of the parent with a sample, after a collection. */
export function answerSamples(port: number): void {
  /** What the samples themselves took. */
  let collecting = 0;
  process.on('message', () => {
    const before = cpuMicroseconds();
    globalThis.gc?.();
    const after = cpuMicroseconds();
    collecting += after - before;
    const { rss, heapUsed, external } = process.memoryUsage();
    const sample: Sample = {
      cpuMicroseconds: after - collecting,
      rssBytes: rss,
      heapBytes: heapUsed + external,
    };
    process.send?.(sample);
  });
  process.send?.(port);
}

function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
