import { AppError, type ErrorCode, httpStatusByCode } from '@/lib/errors';
import type { MediaRow } from './repository';
import { type MediaFailure, mediaFailureSchema } from './schema';

/** What the row remembers of the rule that its file broke. */
export const writeFailure = ({ code, details }: AppError): string => JSON.stringify({ code, details });

export function readFailure(row: Pick<MediaRow, 'status' | 'failure'>): MediaFailure | null {
  if (row.status !== 'failed') return null;
  // Rows from before reasons were kept.
  if (row.failure === null) return { code: 'media.incomplete', details: {} };
  return mediaFailureSchema.parse(JSON.parse(row.failure));
}

/** The same error once more, for whoever asks again. */
export function failureAsError({ code, details }: MediaFailure): AppError {
  return new AppError(code in httpStatusByCode ? (code as ErrorCode) : 'internal', details);
}
