import type { Job, JobKind, JobOf } from '@/lib/protocol/jobs';
import { jobKinds, jobSchema } from '@/lib/protocol/jobs';

export interface JobContext {
  /** Aborted when the worker stops, and when another worker has taken the job over. */
  signal: AbortSignal;
}

/** One handler for each kind: a kind without a handler does not compile. */
export type Handlers = { [K in JobKind]: (job: JobOf<K>, context: JobContext) => Promise<void> };

/** Throws when a kind has no handler: a worker that could only bury such jobs must not start. */
export function requireHandlers(handlers: Handlers): void {
  const missing = jobKinds.filter((kind) => typeof handlers[kind] !== 'function');
  if (missing.length > 0) throw new Error(`There is no handler for ${missing.join(', ')}.`);
}

/** Parses a payload. Null when it is not a job that we know: such an entry is logged and set aside. */
export function parseJob(payload: string): Job | null {
  try {
    return jobSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

export async function handle(handlers: Handlers, job: Job, context: JobContext): Promise<void> {
  // The kind picks the handler of its own job: TypeScript cannot follow that through an index.
  const handler = handlers[job.kind] as (job: Job, context: JobContext) => Promise<void>;
  return handler(job, context);
}
