import { z } from 'zod';

export const mediaKinds = ['photo', 'video'] as const;
export const mediaKindSchema = z.enum(mediaKinds);
export type MediaKind = z.infer<typeof mediaKindSchema>;

/** What may be uploaded. Bytes are decimal megabytes, as phones show them. */
export const uploadRules = {
  photo: { maxBytes: 20e6, types: ['image/jpeg', 'image/png', 'image/webp'], perListing: 10 },
  video: { maxBytes: 2e9, types: ['video/mp4', 'video/quicktime', 'video/webm'], perListing: 1 },
} as const satisfies Record<MediaKind, { maxBytes: number; types: readonly string[]; perListing: number }>;

export const startUploadSchema = z.object({
  listingId: z.string().max(64),
  kind: mediaKindSchema,
  contentType: z.string().max(100),
  bytes: z.number().int().positive(),
});
export type StartUploadInput = z.infer<typeof startUploadSchema>;

/** Where and how the browser sends the bytes: a multipart form POST with `fields` first and the file as `file` last. */
export interface UploadTarget {
  mediaId: string;
  url: string;
  fields: Record<string, string>;
}

export const mediaStatuses = ['uploading', 'processing', 'ready', 'failed'] as const;
export type PhotoStatus = (typeof mediaStatuses)[number];

/** URLs are null until the worker has made the public, metadata-free copies. */
export interface PhotoDto {
  id: string;
  status: PhotoStatus;
  /** About 480 px wide, for cards. */
  smallUrl: string | null;
  /** At most 1600 px, for the listing page. */
  largeUrl: string | null;
  width: number | null;
  height: number | null;
}
