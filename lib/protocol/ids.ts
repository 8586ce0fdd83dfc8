import { z } from 'zod';

/**
 * The name of something, as a browser says it: longer than any that we give. In one spelling: MySQL takes others (capitals,
 * a space behind it) for the same, and MongoDB does not.
 */
export const idSchema = z.string().regex(/^[\da-z_-]{1,64}$/);
