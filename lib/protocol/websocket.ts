import { z } from 'zod';
import { scanStateSchema } from './scan-state';

/** Frames from the browser to the chat server. JSON text, at most `maxFrameBytes`. */
export const clientFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('scan.watch'), scanId: z.string().max(64) }),
  z.object({ type: z.literal('scan.unwatch'), scanId: z.string().max(64) }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

/** Frames from the chat server to the browser. */
export const serverFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('scan.state'), scan: scanStateSchema }),
  z.object({ type: z.literal('error'), code: z.string(), about: z.string().optional() }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;

export const maxFrameBytes = 64 * 1024;
export const maxUnsentBytes = 1024 * 1024;

/** Close codes of our own (RFC 6455 leaves 4000 to 4999 to applications). */
export const closeCodes = { slowReader: 4001, shuttingDown: 4002, signedOut: 4003 } as const;
