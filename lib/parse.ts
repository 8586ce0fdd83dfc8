import type { z } from 'zod';
import { AppError } from './errors';

/** Parses input from outside. Throws input.invalid that names the first field at fault. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('input.invalid', { field: String(result.error.issues[0]?.path[0] ?? '') });
}
