/** What cameras that expose by themselves make of the whitest hundredth of a picture, in grey levels. */
const usualWhite = 235;
/** Cameras and rooms differ by so much, in stops: what is no darker is left as it was filmed. */
const usualStops = 1;
/** Beyond this, in stops, there is more noise than picture to brighten. */
const mostStops = 3;
const screenGamma = 2.2;

/** Filters of ffmpeg's that make a dark film as bright as others; none for a film in usual light. See exposureGain. */
export function brighten(white: number): string[] {
  const gain = exposureGain(white);
  const channels = ['r', 'g', 'b'].map((channel) => `${channel}=val*${gain.toFixed(3)}`);
  return gain === 1 ? [] : [`lutrgb=${channels.join(':')}`];
}

/**
 * How much brighter a dark film's grey levels are to be made: its masks and depths rest on differences that a film in
 * good light has. A black item in good light is not dark: something in the picture is white.
 * @param white grey level of 255 that a hundredth of a picture's pixels exceeds
 * @returns a factor of grey levels; 1 for a film in usual light
 */
export function exposureGain(white: number): number {
  const stops = screenGamma * Math.log2(usualWhite / Math.max(1, white));
  return stops <= usualStops ? 1 : 2 ** (Math.min(stops, mostStops) / screenGamma);
}
