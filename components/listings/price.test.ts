import { expect, test } from 'vitest';
import { caretAfterGrouping, groupDigits, groupTyped, parseWon } from './price';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [320_000, '320,000'],
  [1_000_000_000, '1,000,000,000'],
])('%d is grouped as %s', (amount, text) => {
  expect(groupDigits(amount)).toBe(text);
});

test.each([
  ['', null],
  ['원', null],
  ['320,000원', 320_000],
  ['007', 7],
  ['99999999999999999999', 1_000_000_000],
])('%j is read as %j won', (typed, won) => {
  expect(parseWon(typed, 1_000_000_000)).toBe(won);
});

test.each([
  ['', ''],
  ['원', ''],
  ['0,000', '0,000'],
  ['20,000', '20,000'],
  ['007', '007'],
  ['1234', '1,234'],
  ['99999999999999999999', '1,000,000,000'],
])('%j is shown as %j while it is typed', (typed, text) => {
  expect(groupTyped(typed, 1_000_000_000)).toBe(text);
});

test('the caret stays behind the digit that was typed last', () => {
  // "12,345" with a 9 typed behind the 2 reads "129,345": the caret belongs behind the 9.
  expect(caretAfterGrouping('129,345', 3, '129,345')).toBe(3);
  expect(caretAfterGrouping('1234', 4, '1,234')).toBe(5);
  expect(caretAfterGrouping('1,2345', 3, '12,345')).toBe(2);
  expect(caretAfterGrouping('', 0, '')).toBe(0);
});
