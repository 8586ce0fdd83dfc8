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
export function noiseOf({ width, height, channels, data }: RawImage): number {
  const grey = greyOf(data, width * height, channels);
  const blocks: number[] = [];
  for (let top = 1; top + blockSide < height; top += blockSide)
    for (let left = 1; left + blockSide < width; left += blockSide)
      blocks.push(roughnessOf(grey, width, left, top));
  blocks.sort((a, b) => a - b);
  return blocks[Math.floor(blocks.length * calmShare)] ?? 0;
}

/** The mean of the mask's answers in one block, as the standard deviation that Gaussian noise would need for it. */
function roughnessOf(grey: Uint8Array, width: number, left: number, top: number): number {
  let sum = 0;
  for (let y = top; y < top + blockSide; y += 1)
    for (let x = left; x < left + blockSide; x += 1) sum += Math.abs(mask(grey, y * width + x, width));
  return (Math.sqrt(Math.PI / 2) / 6) * (sum / blockSide ** 2);
}

function mask(grey: Uint8Array, at: number, width: number): number {
  const level = (offset: number) => grey[at + offset] ?? 0;
  const corners = level(-width - 1) + level(-width + 1) + level(width - 1) + level(width + 1);
  const sides = level(-width) + level(-1) + level(1) + level(width);
  return corners - 2 * sides + 4 * level(0);
}

/** Of colours the green channel, which has most of a picture's light. */
function greyOf(data: Buffer, pixels: number, channels: 1 | 3): Uint8Array {
  if (channels === 1) return data;
  const grey = new Uint8Array(pixels);
  for (let at = 0; at < pixels; at += 1) grey[at] = data[3 * at + 1] ?? 0;
  return grey;
}
