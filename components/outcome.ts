/** An error as a component gets it: the code is the key of its sentence, `details` fill the sentence's places. */
export interface Failure {
  code: string;
  details: Readonly<Record<string, string | number>>;
}

/** What an action that was handed to a component answers. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: Failure };

const unknownFailure: Failure = { code: 'internal', details: {} };
const offlineFailure: Failure = { code: 'offline', details: {} };

/** Waits for an action; a lost network or a fault of the server becomes a Failure too, so that callers see one kind. */
export async function settle<T>(action: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await action;
  } catch {
    return { ok: false, error: navigator.onLine ? unknownFailure : offlineFailure };
  }
}
