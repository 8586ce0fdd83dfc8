import { z } from 'zod';
import { idSchema } from '@/lib/protocol/ids';

export const mediaKinds = ['photo', 'video'] as const;
export const mediaKindSchema = z.enum(mediaKinds);
export type MediaKind = z.infer<typeof mediaKindSchema>;

interface UploadRule {
  /** Decimal megabytes, as phones show them. */
  maxBytes: number;
  types: readonly string[];
  /** As many as a listing may show. */
  perListing?: number;
  /** What one person may begin in one day. */
  perDay: { files: number; bytes: number };
}

/** What may be uploaded. */
export const uploadRules = {
  photo: {
    maxBytes: 20e6,
    types: ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif'],
    perListing: 10,
    perDay: { files: 200, bytes: 2e9 },
  },
  video: {
    maxBytes: 2e9,
    types: ['video/mp4', 'video/quicktime', 'video/webm'],
    perDay: { files: 20, bytes: 10e9 },
  },
} as const satisfies Record<MediaKind, UploadRule>;

/** A video travels in parts of this size, the last one shorter. S3 wants at least 5 MiB. */
export const partBytes = 16 * 2 ** 20;

export const partCount = (bytes: number) => Math.ceil(bytes / partBytes);

/** @param number from 1 */
export const bytesOfPart = (bytes: number, number: number) =>
  Math.min(partBytes, bytes - (number - 1) * partBytes);

const file = { contentType: z.string().max(100), bytes: z.number().int().positive() };

/** A file that shows a listing, a photo of the sender (no listing), or a photo that is sent in a conversation. */
export const startUploadSchema = z.union([
  z.object({
    listingId: idSchema.nullable(),
    kind: mediaKindSchema,
    /** A video that shows more of what the listing's model shows, and joins it. */
    joins: z.boolean().optional(),
    ...file,
  }),
  z.object({ conversationId: idSchema, kind: z.literal('photo'), ...file }),
]);
export type StartUploadInput = z.infer<typeof startUploadSchema>;

/**
 * Where and how the browser sends the bytes. `form`: one multipart form POST with `fields` first and the file as `file`
 * last. `parts`: one PUT for each part, to a URL that is asked for just before.
 */
export type UploadTarget =
  | { way: 'form'; mediaId: string; url: string; fields: Record<string, string> }
  | { way: 'parts'; mediaId: string };

export const signPartSchema = z.object({ number: z.number().int().positive() });

export const completeUploadSchema = z.object({
  /** SHA-256 of each part in order, in hex; absent where the browser has no crypto (a page without TLS). */
  checksums: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(partCount(uploadRules.video.maxBytes))
    .optional(),
});
export type CompleteUploadInput = z.infer<typeof completeUploadSchema>;

export const mediaStatuses = ['uploading', 'processing', 'ready', 'failed'] as const;
export type MediaStatus = (typeof mediaStatuses)[number];

/** Which rule a file broke: an error code, and the values of its sentence. */
export const mediaFailureSchema = z.object({
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type MediaFailure = z.infer<typeof mediaFailureSchema>;

/** How far an upload is, for its owner. */
export interface UploadProgress {
  status: MediaStatus;
  bytes: number;
  /** Numbers of the parts that are there whole. */
  parts: number[];
  failure: MediaFailure | null;
}

export interface PhotoCopy {
  /** In pixels. */
  width: number;
  avifUrl: string;
  webpUrl: string;
}

export interface PhotoDto {
  id: string;
  status: MediaStatus;
  failure: MediaFailure | null;
  /** The public, metadata-free copies, the narrowest first; empty until the worker has made them. */
  copies: PhotoCopy[];
  /** Of the widest copy, in pixels. */
  width: number | null;
  height: number | null;
  /** A few pixels as a data URL, for as long as a copy is loading. */
  placeholder: string | null;
}

/** The private original of a video, for its owner alone. */
export interface OriginalDto {
  /** When it is deleted. */
  expiresAt: string;
}
