import { expect, test } from 'vitest';
import { idFrom } from './action';

test.each([{ $ne: '' }, ['lst_1'], null, undefined, 1, '', 'x'.repeat(65)])('%j names nothing', (value) => {
  expect(() => idFrom(value)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
});

test('an id is taken as it is', () => {
  expect(idFrom('lst_1')).toBe('lst_1');
});
