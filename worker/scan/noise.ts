import type { RawImage } from '@/worker/scan/pnm';

/** Small enough that most lie on one surface, large enough that chance evens out. */
const blockSide = 16;
/** Of the blocks the calmer quarter: textures vary as noise does, but hardly any picture is textured everywhere. */
const calmShare = 0.25;

/** In grey levels: fine depth, whose pixels are 1.5 times as wide, takes one level for noise (depth/patch.cpp). */
const mostNoise = 1.5;
/** The filter's sigma beside the noise's deviation: from 1.5 on hardly less error is left, and more of the texture goes. */
const strength = 1.5;

/**
 * Filters of ffmpeg's that take so much noise away; none where there is little. Wiener's filter, on blocks of
 * frequencies: what is weaker than noise may be goes, outlines stay.
 */
export function denoise(noise: number): string[] {
  // Colours apart from brightness: as red, green and blue a third more of the noise stays.
  return noise <= mostNoise ? [] : ['format=yuv420p', `fftdnoiz=sigma=${(strength * noise).toFixed(1)}`];
}

/**
 * Standard deviation of the noise that varies from pixel to pixel, in grey levels of 255: of the picture's calm places
 * what a 3 x 3 mask leaves that knows neither planes nor edges (J. Immerkær, Fast Noise Variance Estimation, 1996).
 * 0 for a picture smaller than one block.
 */
export function noiseOf(image: RawImage): number {
  const blocks: number[] = [];
  for (let top = 1; top + blockSide < image.height; top += blockSide)
    for (let left = 1; left + blockSide < image.width; left += blockSide)
      blocks.push(roughnessOf(image, left, top));
  blocks.sort((a, b) => a - b);
  return blocks[Math.floor(blocks.length * calmShare)] ?? 0;
}

/** The mean of the mask's answers in one block, as the standard deviation that Gaussian noise would need for it. */
function roughnessOf({ width, channels, data }: RawImage, left: number, top: number): number {
  // Of colours the green channel, which has most of a picture's light.
  const first = channels === 3 ? 1 : 0;
  let sum = 0;
  for (let y = top; y < top + blockSide; y += 1)
    for (let x = left; x < left + blockSide; x += 1)
      sum += Math.abs(mask(data, first + channels * (y * width + x), channels, channels * width));
  return (Math.sqrt(Math.PI / 2) / 6) * (sum / blockSide ** 2);
}

/** @param column bytes to the next pixel, @param row bytes to the one below */
function mask(data: Buffer, at: number, column: number, row: number): number {
  const level = (offset: number) => data[at + offset] ?? 0;
  const corners = level(-row - column) + level(-row + column) + level(row - column) + level(row + column);
  const sides = level(-row) + level(-column) + level(column) + level(row);
  return corners - 2 * sides + 4 * level(0);
}
