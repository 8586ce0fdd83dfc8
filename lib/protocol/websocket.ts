import { z } from 'zod';
import { chatClientFrames, chatServerFrames } from './chat';
import { idSchema } from './ids';
import { scanStateSchema } from './scan-state';

/** Frames from the browser to the chat server. JSON text, at most `maxFrameBytes`. */
export const clientFrameSchema = z.discriminatedUnion('type', [
  /** From a browser that has heard nothing for a while: what its line still carries, only an answer tells it. */
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('scan.watch'), scanId: idSchema }),
  z.object({ type: z.literal('scan.unwatch'), scanId: idSchema }),
  ...chatClientFrames,
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

/** Frames from the chat server to the browser. */
export const serverFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('scan.state'), scan: scanStateSchema }),
  ...chatServerFrames,
  z.object({
    type: z.literal('error'),
    code: z.string(),
    /** The id that the refused frame was about. */
    about: z.string().optional(),
    /** Fills the places of the sentence; `seconds` says how long to wait. */
    details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;

export const maxFrameBytes = 64 * 1024;
export const maxUnsentBytes = 1024 * 1024;

/**
 * Close codes of our own (RFC 6455 leaves 4000 to 4999 to applications). `shuttingDown` asks to move: another server
 * takes over, at once.
 */
export const closeCodes = { slowReader: 4001, shuttingDown: 4002, signedOut: 4003, flooding: 4004 } as const;
