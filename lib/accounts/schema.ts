import { z } from 'zod';

export const localeSchema = z.enum(['ko', 'en']);
export type Locale = z.infer<typeof localeSchema>;

export const roles = ['member', 'moderator', 'administrator'] as const;

export interface Viewer {
  id: string;
  name: string;
  role: (typeof roles)[number];
}

/** A person as others see them. */
export interface PersonDto {
  id: string;
  name: string;
}
