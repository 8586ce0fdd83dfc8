import type { Outcome } from '@/components/outcome';
import { AppError } from '@/lib/errors';

/** What a server action answers: the value, or an AppError as data. Anything else goes on to Next and is logged. */
export async function outcomeOf<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, error: { code: error.code, details: error.details } };
  }
}
