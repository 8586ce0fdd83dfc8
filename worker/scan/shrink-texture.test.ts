import { expect, test } from 'vitest';
import { publishedSide, shrinkTexture } from './shrink-texture';

test('the texture is as fine as the frames, and no finer', async () => {
  expect(publishedSide(4096, 0.44)).toBe(2048);
  expect(publishedSide(4096, 1.7)).toBe(4096);
  expect(publishedSide(4096, 0)).toBe(256);
  const noise = { width: 512, height: 512, channels: 3 as const, data: Buffer.alloc(3 * 512 * 512, 70) };
  const small = await shrinkTexture(noise, 256);
  expect(small).toMatchObject({ width: 256, height: 256, channels: 3 });
  expect(small.data[999]).toBe(70);
  expect(await shrinkTexture(noise, 1024)).toBe(noise);
});
