import { z } from 'zod';

export const localeSchema = z.enum(['ko', 'en']);
export type Locale = z.infer<typeof localeSchema>;

export interface Viewer {
  id: string;
  name: string;
  role: 'member' | 'moderator' | 'administrator';
}

/** A person as others see them. */
export interface PersonDto {
  id: string;
  name: string;
}
