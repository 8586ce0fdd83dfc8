import { z } from 'zod';

/** The name of something, as a browser says it: longer than any that we give. */
export const idSchema = z.string().min(1).max(64);
