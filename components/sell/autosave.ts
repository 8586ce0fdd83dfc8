import type { Failure, Outcome } from '@/components/outcome';

export interface AutosaveState {
  status: 'saved' | 'waiting' | 'saving' | 'failed';
  failure: Failure | null;
}

const pauseMs = 500;

/**
 * Saves what is typed: after a short pause, one save at a time, only what has changed since. What could not be saved
 * stays here and goes along with the next try.
 */
export class Autosaver<Fields extends object> {
  private pending: Partial<Fields> = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private state: AutosaveState = { status: 'saved', failure: null };
  private readonly listeners = new Set<() => void>();

  constructor(private readonly save: (fields: Partial<Fields>) => Promise<Outcome<void>>) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): AutosaveState => this.state;

  change(fields: Partial<Fields>): void {
    this.pending = { ...this.pending, ...fields };
    this.show({ status: 'waiting', failure: null });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), pauseMs);
  }

  /** Saves now what is still unsaved. True when everything is saved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.running;
    if (!this.isEmpty()) {
      this.running = this.saveOnce();
      await this.running;
      this.running = null;
    }
    return this.state.status === 'saved';
  }

  private async saveOnce(): Promise<void> {
    const fields = this.pending;
    this.pending = {};
    this.show({ status: 'saving', failure: null });
    const outcome = await this.save(fields);
    if (!outcome.ok) {
      // What was typed in the meantime is newer.
      this.pending = { ...fields, ...this.pending };
      this.show({ status: 'failed', failure: outcome.error });
    } else if (this.isEmpty()) {
      this.show({ status: 'saved', failure: null });
    }
  }

  private isEmpty(): boolean {
    return Object.keys(this.pending).length === 0;
  }

  private show(state: AutosaveState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
