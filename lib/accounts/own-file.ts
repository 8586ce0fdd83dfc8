import type { Bucket } from '@/lib/platform/object-client';

/** One file of what a person takes along: something known, a list of any length, or an object of the store. */
export type OwnFile = {
  /** In the archive. */
  path: string;
  at: Date;
} & ({ json: unknown } | { list: AsyncIterable<unknown> } | { bucket: Bucket; key: string });
