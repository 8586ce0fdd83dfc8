import type { Failure, Outcome } from '@/components/outcome';

export interface AutosaveState<Fields> {
  /** `refused`: all is saved but the fields that do not fit, which stay as they are until they are changed. */
  status: 'saved' | 'waiting' | 'saving' | 'failed' | 'refused';
  /** Why nothing could be saved. */
  failure: Failure | null;
  refused: readonly (keyof Fields)[];
}

/** Where unsaved fields outlive the page. */
export interface Keep<Fields> {
  /** @param sent what of them is on its way to be saved: it may arrive although nobody hears of it */
  keep(unsaved: Partial<Fields>, sent: Partial<Fields>): void;
  /** What is saved now need not be kept any more; the rest is based on it. */
  saved(fields: Partial<Fields>): void;
}

const pauseMs = 500;

/**
 * Saves what is typed: after a short pause, one save at a time, only what has changed since. What could not be saved
 * stays here and goes along with the next try; a field that does not fit waits apart until it is typed anew, so that it
 * keeps no other from being saved.
 */
export class Autosaver<Fields extends object> {
  private pending: Partial<Fields> = {};
  private sent: Partial<Fields> = {};
  private refused: Partial<Fields> = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private state: AutosaveState<Fields> = { status: 'saved', failure: null, refused: [] };
  private readonly listeners = new Set<() => void>();

  /** @param save answers input.invalid with the names of those fields that were not saved, with spaces between */
  constructor(
    private readonly save: (fields: Partial<Fields>) => Promise<Outcome<void>>,
    private readonly keep?: Keep<Fields>,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): AutosaveState<Fields> => this.state;

  change(fields: Partial<Fields>): void {
    this.pending = { ...this.pending, ...fields };
    this.refused = without(this.refused, namesOf(fields));
    this.keepUnsaved();
    this.show('waiting');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), pauseMs);
  }

  /** Saves now what is still unsaved. True when everything is saved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (!isEmpty(this.pending)) {
      this.running = this.saveOnce();
      await this.running;
      this.running = null;
    }
    return this.state.status === 'saved';
  }

  private async saveOnce(): Promise<void> {
    this.sent = this.pending;
    this.pending = {};
    this.keepUnsaved();
    this.show('saving');
    const outcome = await this.save(this.sent);
    const { sent } = this;
    this.sent = {};
    const faults = outcome.ok ? [] : faultsIn(outcome.error, sent);
    if (outcome.ok || faults.length > 0) {
      const typedAnew = namesOf(this.pending);
      this.refused = { ...this.refused, ...without(pick(sent, faults), typedAnew) };
      this.keep?.saved(without(sent, faults));
      this.keepUnsaved();
      this.show(isEmpty(this.pending) ? 'saved' : 'waiting');
    } else {
      // What was typed in the meantime is newer.
      this.pending = { ...sent, ...this.pending };
      this.keepUnsaved();
      this.show('failed', outcome.error);
    }
  }

  private keepUnsaved(): void {
    this.keep?.keep({ ...this.refused, ...this.sent, ...this.pending }, this.sent);
  }

  private show(status: 'saved' | 'waiting' | 'saving' | 'failed', failure: Failure | null = null): void {
    const refused = namesOf(this.refused);
    this.state = { status: status === 'saved' && refused.length > 0 ? 'refused' : status, failure, refused };
    for (const listener of this.listeners) listener();
  }
}

const namesOf = <Fields extends object>(fields: Partial<Fields>) => Object.keys(fields) as (keyof Fields)[];
const isEmpty = (fields: object) => Object.keys(fields).length === 0;

function pick<Fields extends object>(fields: Partial<Fields>, names: readonly (keyof Fields)[]) {
  const entries = Object.entries(fields).filter(([name]) => names.includes(name as keyof Fields));
  return Object.fromEntries(entries) as Partial<Fields>;
}

function without<Fields extends object>(fields: Partial<Fields>, names: readonly (keyof Fields)[]) {
  return pick(
    fields,
    namesOf(fields).filter((name) => !names.includes(name)),
  );
}

/** Which of the fields that were sent did not fit. */
function faultsIn<Fields extends object>(
  { code, details }: Failure,
  sent: Partial<Fields>,
): (keyof Fields)[] {
  if (code !== 'input.invalid') return [];
  const named = String(details.field ?? '').split(' ');
  return namesOf(sent).filter((name) => named.includes(String(name)));
}
