import { scanStateSchema } from './scan-state';

/** Pub/Sub is a hint: whoever misses one reads the store. Every channel with the schema of its messages. */
export const scanChannel = {
  name: (scanId: string) => `scan:${scanId}`,
  message: scanStateSchema,
} as const;
