import { z } from 'zod';

export const localeSchema = z.enum(['ko', 'en']);
export type Locale = z.infer<typeof localeSchema>;

export const minNameLength = 2;
export const maxNameLength = 20;

/**
 * The name that others see: letters of any script, digits, single spaces, dots, hyphens and underscores. Nothing
 * invisible and no direction marks, which would let two names look alike.
 */
export const nameSchema = z
  .string()
  .transform((text) => text.normalize('NFC').trim().replace(/ +/g, ' '))
  .pipe(
    z
      .string()
      .min(minNameLength)
      .max(maxNameLength)
      .regex(/^[\p{L}\p{M}\p{N} ._-]*$/u),
  );

export const roles = ['member', 'moderator', 'administrator'] as const;
export type Role = (typeof roles)[number];

export interface Viewer {
  id: string;
  name: string;
  role: Role;
  /** Of the session; what is handed on for later, such as a ticket, ends with it. */
  tokenVersion: number;
}

/** A person as others see them. */
export interface PersonDto {
  id: string;
  name: string;
}
