import type { z } from 'zod';
import { AppError } from './errors';

/** Parses input from outside. Throws input.invalid that names the first field at fault. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('input.invalid', { field: String(result.error.issues[0]?.path[0] ?? '') });
}

/** What of an object fits, field by field, and the names of the fields that do not. */
export function parseFields<T extends object>(
  schema: z.ZodType<T>,
  value: object,
): { fitting: T; faults: string[] } {
  const issues = schema.safeParse(value).error?.issues ?? [];
  const faults = [...new Set(issues.map(({ path }) => String(path[0] ?? '')))];
  const rest = Object.entries(value).filter(([name]) => !faults.includes(name));
  return { fitting: parseInput(schema, Object.fromEntries(rest)), faults };
}
