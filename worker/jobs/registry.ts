import type { Job, JobKind, JobOf } from '@/lib/protocol/jobs';
import { jobSchema } from '@/lib/protocol/jobs';

export interface JobContext {
  /** Aborted when the worker stops. */
  signal: AbortSignal;
}

/** One handler for each kind: a kind without a handler does not compile. */
export type Handlers = { [K in JobKind]: (job: JobOf<K>, context: JobContext) => Promise<void> };

/** Parses a payload. Null when it is not a job that we know: such an entry is logged and set aside. */
export function parseJob(payload: string): Job | null {
  try {
    return jobSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

export async function handle(handlers: Handlers, job: Job, context: JobContext): Promise<void> {
  switch (job.kind) {
    case 'scan.process':
      return handlers['scan.process'](job, context);
    case 'photo.process':
      return handlers['photo.process'](job, context);
    case 'scan.erase':
      return handlers['scan.erase'](job, context);
    case 'media.erase':
      return handlers['media.erase'](job, context);
  }
}
