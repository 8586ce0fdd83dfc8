import { z } from 'zod';

/**
 * Jobs as they travel through the outbox and the Redis Streams. Payloads carry ids, not data: the handler reads
 * MySQL, which alone knows what is true by the time the job runs.
 */
export const jobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scan.process'), scanId: z.string() }),
  z.object({ kind: z.literal('photo.process'), mediaId: z.string() }),
  z.object({ kind: z.literal('scan.conclude'), scanId: z.string() }),
  z.object({ kind: z.literal('scan.erase'), scanId: z.string() }),
  z.object({ kind: z.literal('media.erase'), mediaId: z.string() }),
  z.object({ kind: z.literal('account.erase'), userId: z.string() }),
]);
export type Job = z.infer<typeof jobSchema>;
export type JobKind = Job['kind'];
export const jobKinds: readonly JobKind[] = jobSchema.options.map((option) => option.shape.kind.value);
export type JobOf<K extends JobKind> = Extract<Job, { kind: K }>;

/** One stream per class of work, so that a thumbnail never waits behind a scan. */
export const streamByKind = {
  'scan.process': 'jobs:scans',
  'photo.process': 'jobs:photos',
  'scan.conclude': 'jobs:conclusions',
  'scan.erase': 'jobs:erasures',
  'media.erase': 'jobs:erasures',
  'account.erase': 'jobs:erasures',
} as const satisfies Record<JobKind, string>;
export type JobStream = (typeof streamByKind)[JobKind];
export const jobStreams: readonly JobStream[] = [...new Set(Object.values(streamByKind))];

export const consumerGroup = 'workers';
export const deadLetterStream = 'jobs:dead';
