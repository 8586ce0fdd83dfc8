import { reconnectDelayMs } from './reconnect-delay';

/** Refusals that pass by themselves. */
const passing = new Set(['rate.limited', 'service.away', 'internal']);

/** Asks again for what was refused for a while: after the told time, and longer each time it is refused again. */
export class AskAgain {
  /** How often in a row. */
  #refusals = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: () => void) {}

  after({ code, waitMs }: { code: string; waitMs: number }): void {
    if (!passing.has(code)) return;
    clearTimeout(this.#timer);
    const pauseMs = Math.max(waitMs, reconnectDelayMs(this.#refusals, Math.random()));
    this.#refusals += 1;
    this.#timer = setTimeout(this.ask, pauseMs);
  }

  /** It was granted, or will be asked for anew in any case. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#refusals = 0;
  }
}
