/** An error as a component gets it: the code is the key of its sentence, `details` fill the sentence's places. */
export interface Failure {
  code: string;
  details: Readonly<Record<string, string | number>>;
}

/** What an action that was handed to a component answers. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: Failure };

const unknownFailure: Failure = { code: 'internal', details: {} };
const offlineFailure: Failure = { code: 'offline', details: {} };

/** An action that goes on to another page has succeeded: Next rejects its promise, and goes there. */
const goesOn = (error: unknown): boolean =>
  error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_REDIRECT');

/**
 * Waits for an action; a lost network or a fault of the server becomes a Failure too, so that callers see one kind. One
 * that goes on to another page has no value.
 */
export async function settle<T>(action: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await action;
  } catch (error) {
    if (goesOn(error)) return { ok: true, value: undefined as T };
    return { ok: false, error: navigator.onLine ? unknownFailure : offlineFailure };
  }
}
