/**
 * The one error system. Services throw AppError; every edge (page, action, handler, socket, job) converts it once.
 * The code is stable and is the key of the sentence in messages/*.json under `errors`.
 */
export const httpStatusByCode = {
  'auth.required': 401,
  'auth.forbidden': 403,
  'auth.demo_disabled': 404,
  'auth.origin': 403,
  'auth.banned': 403,
  'auth.email_unverified': 403,
  'auth.email_in_use': 409,
  'account.not_found': 404,
  'account.name_taken': 409,
  'account.name_differs': 400,
  'account.download_limit': 429,
  'rate.limited': 429,
  'input.invalid': 400,
  'listing.not_found': 404,
  'listing.too_many_photos': 400,
  'listing.last_picture': 409,
  'media.not_found': 404,
  'media.processing': 409,
  'media.too_large': 400,
  'media.not_an_image': 400,
  'media.not_a_video': 400,
  'media.incomplete': 400,
  'media.too_long': 400,
  'media.too_short': 400,
  'media.too_many_pixels': 400,
  'media.codec': 400,
  'media.bit_depth': 400,
  'media.damaged': 400,
  'media.daily_limit': 429,
  'scan.not_found': 404,
  'scan.in_progress': 409,
  'scan.not_held': 409,
  'scan.stale_attempt': 409,
  'conversation.not_found': 404,
  'conversation.own_listing': 409,
  'conversation.busy': 503,
  'conversation.closed': 403,
  'message.not_found': 404,
  'message.too_late': 409,
  'ticket.invalid': 401,
  'frame.invalid': 400,
  /** A store does not answer: what was asked for will work again by itself. */
  'service.away': 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof httpStatusByCode;

export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** Values for the placeholders of the sentence, for example the size that was too large. */
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'AppError';
  }

  get httpStatus(): number {
    return httpStatusByCode[this.code];
  }
}

/** A job that fails with this will fail again: it goes to the dead letters at once instead of being retried. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}
