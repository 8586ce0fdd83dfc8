import { expect, test } from 'vitest';
import { formatBytes } from './bytes';

test.each([
  [0, '0KB'],
  [640_000, '640KB'],
  [999_499, '999KB'],
  [999_500, '1.0MB'],
  [1_449_000, '1.4MB'],
  [9_949_000, '9.9MB'],
  [9_950_000, '10MB'],
  [1_400_000_000, '1.4GB'],
])('%d bytes are shown as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
