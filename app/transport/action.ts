import type { Outcome } from '@/components/outcome';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/parse';
import { idSchema } from '@/lib/protocol/ids';

/** What a server action answers: the value, or an AppError as data. Anything else goes on to Next and is logged. */
export async function outcomeOf<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, error: { code: error.code, details: error.details } };
  }
}

/**
 * An argument of an action that names something. Types are a promise of our own pages only: anybody can send an action
 * anything, an object that a store would take for a condition, too. Throws input.invalid.
 */
export function idFrom(value: unknown): string {
  return parseInput(idSchema, value);
}
