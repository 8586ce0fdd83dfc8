const windowMs = 8000;
/** Before this much is known, a number would only jump about. */
const leastMs = 1500;

/** Bytes per second over the last seconds, so that a change of the line shows soon. Times are of a monotonic clock. */
export class SpeedMeter {
  #samples: { atMs: number; bytes: number }[] = [];

  /** @param bytes sent in all */
  push(atMs: number, bytes: number): void {
    const last = this.#samples.at(-1);
    // What has to be sent again was not progress: the measuring begins anew.
    if (last && bytes < last.bytes) this.#samples = [];
    this.#samples.push({ atMs, bytes });
    const since = atMs - windowMs;
    const old = this.#samples.findLastIndex((sample) => sample.atMs <= since);
    if (old > 0) this.#samples.splice(0, old);
  }

  bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < leastMs || last.bytes === first.bytes) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
  }
}
