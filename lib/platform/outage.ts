/** Codes of Node, mysql2 and S3 that mean: the other side is not there just now. */
const outageCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'PROTOCOL_CONNECTION_LOST',
  'InternalError',
  'ServiceUnavailable',
  'SlowDown',
]);

/** MongoDB's driver and ioredis tell it by name; minio by what it could not read. */
const outageNames =
  /^Mongo(ServerSelection|Network|NetworkTimeout|TopologyClosed|ServerClosed)Error$|^MaxRetriesPerRequestError$/;
const outageWords = /socket hang up|Connection is closed|Can't add new command when connection is in closed/;

/**
 * Whether an error says that a store is away or overtaxed, itself or through its causes: whatever was being done may
 * well succeed once the store is back, so the failure is not the job's.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && outageCodes.has(code)) return true;
  if (outageNames.test(error.name) || outageWords.test(error.message)) return true;
  if (error instanceof AggregateError && error.errors.some((one) => isOutage(one, depth + 1))) return true;
  return isOutage(error.cause, depth + 1);
}
