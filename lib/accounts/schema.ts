import { z } from 'zod';
import type { PhotoDto } from '@/lib/media/schema';
import type { RegionDto } from '@/lib/regions/schema';

export const locales = ['ko', 'en'] as const;
export const localeSchema = z.enum(locales);
export type Locale = z.infer<typeof localeSchema>;

export const minNameLength = 2;
export const maxNameLength = 20;

/** Letters of any script, digits, spaces, dots, hyphens and underscores; of them none that is not seen. */
const nameCharacter = '(?!\\p{Default_Ignorable_Code_Point})[\\p{L}\\p{M}\\p{N} ._\\-]';
const onlyNameCharacters = new RegExp(`^(?:${nameCharacter})*$`, 'u');

/** What is left of any text when only what a name may hold is kept. */
export const nameCharactersOf = (text: string): string =>
  (text.match(new RegExp(nameCharacter, 'gu')) ?? []).join('');

/**
 * The name that others see. Nothing invisible, such as the fillers of Hangul, which count as letters, and no direction
 * marks: those would let two names look alike.
 */
export const nameSchema = z
  .string()
  .transform((text) => text.normalize('NFC').trim().replace(/ +/g, ' '))
  .pipe(z.string().min(minNameLength).max(maxNameLength).regex(onlyNameCharacters));

export const roles = ['member', 'moderator', 'administrator'] as const;
export type Role = (typeof roles)[number];

export interface Viewer {
  id: string;
  name: string;
  role: Role;
  /** Chosen by the person; null while they have not. */
  locale: Locale | null;
  /** Of the session; what is handed on for later, such as a ticket, ends with it. */
  tokenVersion: number;
}

/** A person as others see them. */
export interface PersonDto {
  id: string;
  /** Empty once the person has left: each page has a word of its own for that. */
  name: string;
  pictureUrl: string | null;
}

/** Somebody of whom nothing is known any more. */
export const unknownPerson = (id: string): PersonDto => ({ id, name: '', pictureUrl: null });

export const maxOwnRegions = 2;

/** What a person changes about themselves; what is absent stays. */
export interface ProfileInput {
  name?: string;
  regionCodes?: readonly string[];
  locale?: Locale;
}

export interface ProfileDto {
  name: string;
  email: string | null;
  regions: RegionDto[];
  portrait: PortraitDto;
}

/** The photo of a person as they see it themselves. */
export interface PortraitDto {
  /** What others see. */
  shown: PhotoDto | null;
  /** What was sent after it: still at work, or refused. */
  coming: PhotoDto | null;
}
