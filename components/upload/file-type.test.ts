import { expect, test } from 'vitest';
import { typeOf } from './file-type';

test('the ending tells where the system knows no type', () => {
  expect(typeOf({ type: 'video/webm', name: 'a.mp4' })).toBe('video/webm');
  expect(typeOf({ type: '', name: 'IMG_0001.HEIC' })).toBe('image/heic');
  expect(typeOf({ type: '', name: 'IMG_0001.MOV' })).toBe('video/quicktime');
  expect(typeOf({ type: '', name: 'notes' })).toBe('');
});
