import type { z } from 'zod';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/parse';

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * A route handler that answers an AppError as `{ error: { code, details } }` with the code's status. Anything else
 * is a fault of ours: it goes on to Next, which logs it and answers 500 without a word about it.
 */
export function handler<Context>(run: Handler<Context>): Handler<Context> {
  return async (request, context) => {
    try {
      return await run(request, context);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return Response.json(
        { error: { code: error.code, details: error.details } },
        { status: error.httpStatus },
      );
    }
  };
}

/** Refuses a request that another site made a browser send. Throws `auth.origin`. */
export function requireOwnOrigin(request: Request): void {
  if (request.headers.get('origin') !== new URL(env().PUBLIC_URL).origin) throw new AppError('auth.origin');
}

/** The body of a request, parsed. Throws `input.invalid`, also for what is not JSON. */
export async function jsonBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  return parseInput(schema, await request.json().catch(() => null));
}
