import { expect, test } from 'vitest';
import { EnterKey } from './enter-key';

const enter = { key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13 };
const composing = { ...enter, isComposing: true, keyCode: 229 };
const safari = { ...enter, keyCode: 229 };

/** How often a sequence of events sends. */
function sends(play: (key: EnterKey) => boolean[]): number {
  return play(new EnterKey()).filter(Boolean).length;
}

/** keyUp as a step that never sends. */
const up = (key: EnterKey, name = 'Enter') => {
  key.keyUp(name);
  return false;
};

test.each([
  [
    'Chrome on a Mac',
    (k: EnterKey) => [k.keyDown(composing), k.compositionEnd('녕'), k.keyDown(enter), up(k)],
  ],
  ['Chrome on Windows', (k: EnterKey) => [k.keyDown(composing), k.compositionEnd('녕'), up(k)]],
  ['Firefox', (k: EnterKey) => [k.keyDown(composing), k.compositionEnd('ㅋ'), up(k)]],
  ['Safari', (k: EnterKey) => [k.compositionEnd('녕'), k.keyDown(safari), up(k)]],
  ['no input method', (k: EnterKey) => [k.keyDown(enter), up(k)]],
  ['Cmd and Enter on a Mac', (k: EnterKey) => [k.keyDown(enter), up(k, 'Meta')]],
  ['a key that is held', (k: EnterKey) => [k.keyDown(enter), k.keyDown(enter), k.keyDown(enter), up(k)]],
])('one Enter sends once: %s', (_, play) => {
  expect(sends(play)).toBe(1);
  expect(sends((key) => [...play(key), ...play(key)])).toBe(2);
});

test.each([
  ['Chrome', (k: EnterKey) => [k.keyDown(composing), k.compositionEnd('漢字'), up(k)]],
  ['Safari', (k: EnterKey) => [k.compositionEnd('かな'), k.keyDown(safari), up(k)]],
])('Enter that chooses a word in Chinese or Japanese sends nothing: %s', (_, play) => {
  expect(sends(play)).toBe(0);
});

test('Shift+Enter breaks the line, and moving on from a syllable sends nothing', () => {
  expect(sends((k) => [k.keyDown({ ...enter, shiftKey: true }), up(k)])).toBe(0);
  expect(sends((k) => [k.compositionEnd('안'), k.compositionEnd('녕')])).toBe(0);
});
