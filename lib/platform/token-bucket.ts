/** Allows `burst` uses at once and `perSecond` in the long run. In memory: it costs no round trip and needs no store. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
    private readonly now: () => number = Date.now,
  ) {
    this.#tokens = burst;
    this.#at = now();
  }

  /** Takes one token. Returns 0, or the whole seconds to wait when there is none. */
  take(): number {
    this.#refill();
    if (this.#tokens < 1) return Math.ceil((1 - this.#tokens) / this.perSecond);
    this.#tokens -= 1;
    return 0;
  }

  /** Nothing was taken for so long that a new bucket would say the same. */
  get full(): boolean {
    this.#refill();
    return this.#tokens === this.burst;
  }

  #refill(): void {
    const now = this.now();
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
  }
}
