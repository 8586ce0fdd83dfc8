import { expect, test } from 'vitest';
import { isOutage } from './outage';

const coded = (code: string, cause?: unknown) => Object.assign(new Error('failed', { cause }), { code });

test('a store that is away is recognised, also as the cause of another error', () => {
  expect(isOutage(coded('ECONNREFUSED'))).toBe(true);
  expect(isOutage(new Error('query failed', { cause: coded('PROTOCOL_CONNECTION_LOST') }))).toBe(true);
  expect(isOutage(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toBe(true);
  expect(isOutage(coded('ServiceUnavailable'))).toBe(true);
});

test('a mistake of the job is none', () => {
  expect(isOutage(coded('ER_BAD_FIELD_ERROR'))).toBe(false);
  expect(isOutage(new TypeError('x is not a function'))).toBe(false);
  expect(isOutage(coded('NoSuchKey'))).toBe(false);
  expect(isOutage('ECONNREFUSED')).toBe(false);
  const circular = new Error('circular');
  circular.cause = circular;
  expect(isOutage(circular)).toBe(false);
});
