import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type VideoFacts, videoSeconds } from '@/lib/media/probe-video';
import { sandboxedFfmpeg } from '@/lib/media/sandboxed-ffmpeg';
import { ChildError } from '@/lib/platform/child-process';
import { chooseKeyframes, type FrameMeasure, median } from '@/worker/scan/choose-keyframes';
import { type ChosenFrames, frameName, ScanError } from '@/worker/scan/engine';
import { brighten } from '@/worker/scan/exposure';
import { denoise, noiseOf } from '@/worker/scan/noise';
import { runRoom } from '@/worker/scan/photogrammetry-tool';
import { readPnm } from '@/worker/scan/pnm';
import type { ScanProfile } from '@/worker/scan/profile';
import { cropToTurningItem } from '@/worker/scan/turntable';

/** Longer side at which sharpness and motion are measured. */
const analysisSide = 640;
/** Less than the keyframes room measures anything in. */
const leastSide = 16;
const candidatesPerKeyframe = 6;
const minAnalysisRate = 8;
/** With fewer frames a walk round the item leaves gaps of more than 24 degrees, which features do not bridge. */
const minKeyframes = 15;
/** A clip shows one side again: ten seconds of a walk that takes a minute at most. */
const clipShare = 0.4;
const minClipKeyframes = 4;
/** A file that ends early (a transfer that was cut off) decodes to less than its header promises. */
const minDecodedShare = 0.7;
const decodeTimeoutMs = 10 * 60_000;
/** One stray time stamp, hours behind the header's end, would have a frame made for each moment until then. */
const atMost = ['-t', String(videoSeconds.max + 1)];
/**
 * Of a film on a turntable, relative to a walk: the table goes round more than once while it is filmed, and cut to the
 * item a frame costs half. The fish, two turns in 20 s: at 720 lines F rises from 0.938 to 0.968 (IoU 0.90 to 0.965).
 */
const turnedShare = 1.5;

export interface FramesOptions {
  profile: ScanProfile;
  /** The video joins an earlier one that went round the item. */
  joins?: boolean;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

export type FramesFacts = Omit<ChosenFrames, 'directory'>;

/** Result line of the keyframes room. Shares of the picture, 0 to 1. */
interface Stillness {
  still: number;
  stillBorder: number;
  stillTexture: number;
}

/** Chooses keyframes of a video and writes them to `directory/images`. Throws ScanError. */
export async function framesFromVideo(
  file: string,
  video: VideoFacts,
  directory: string,
  options: FramesOptions,
): Promise<FramesFacts> {
  const keyframes = Math.round((options.joins ? clipShare : 1) * options.profile.keyframes);
  const wanted = Math.max(minAnalysisRate, (candidatesPerKeyframe * keyframes) / video.durationSeconds);
  const rate = video.fps > 0 ? Math.min(video.fps, wanted) : wanted;
  const { measures, stillness } = await measureFrames(file, video, rate, options);
  if (measures.length < minDecodedShare * video.durationSeconds * rate)
    throw new ScanError('unreadable', `${measures.length} frames decoded of ${video.durationSeconds * rate}`);
  const isTurned = itemWasTurned(stillness);
  const chosen = isTurned
    ? chooseKeyframes(measures.map(evenly), Math.round(turnedShare * keyframes))
    : chooseKeyframes(measures, keyframes);
  if (chosen.length < (options.joins ? minClipKeyframes : minKeyframes))
    throw new ScanError('too_few_views', `${chosen.length} keyframes`);
  const indices = chosen.map((keyframe) => keyframe.index);
  const middle = (of: 'blur' | 'brightness' | 'white') =>
    median(indices.map((index) => measures[index]?.[of] ?? 0));
  await extractFrames(file, video, rate, indices, brighten(middle('white')), directory, options);
  const turned = isTurned ? await cropToTurningItem(directory, options.signal) : undefined;
  options.onProgress(1);
  return {
    count: chosen.length,
    source: 'video',
    blur: middle('blur'),
    brightness: middle('brightness'),
    weak: chosen.flatMap((keyframe, position) => (keyframe.weak ? [position] : [])),
    sameSize: true,
    seconds: indices.map((index) => index / rate),
    ...(turned && { turned }),
  };
}

/**
 * A sharp background that stands still in the picture: the camera was on a tripod. A hand-held walk round an item
 * measures 0.000 here, a turntable in a furnished room 0.37; plain walls do not count, since they look still anyway.
 */
export function itemWasTurned(stillness: Stillness): boolean {
  return stillness.stillTexture > 0.03 && stillness.stillBorder > 0.4;
}

/** Before a still camera, motion and sharpness are those of the room: only time tells the item's turn. */
const evenly = (measure: FrameMeasure): FrameMeasure => ({ ...measure, motion: 0, sharpness: 1 });

async function measureFrames(file: string, video: VideoFacts, rate: number, options: FramesOptions) {
  const { width, height } = sizeWithin(video, analysisSide);
  if (Math.min(width, height) < leastSide)
    throw new ScanError('unreadable', `${video.width} x ${video.height} shows nothing`);
  const expected = Math.max(1, video.durationSeconds * rate);
  const measures: FrameMeasure[] = [];
  const grey = new PassThrough();
  // When one of the two ends badly, the other has to end as well.
  const both = new AbortController();
  const signal = AbortSignal.any([options.signal, both.signal]);
  const shared = { signal, timeoutMs: decodeTimeoutMs };
  const decode = sandboxedFfmpeg('ffmpeg', video.container, {
    ...shared,
    video: file,
    beforeInput: atMost,
    args: [
      ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf'],
      // Tone mapping, in 32 bits a colour, last: on no more and no larger frames than are looked at.
      [`fps=${rate}`, `scale=${width}:${height}:flags=area`, ...toneMap(video), 'format=gray'].join(','),
      ...['-f', 'rawvideo', '-'],
    ],
    onStdout: (stdout) => pipeline(stdout, grey),
  });
  const measure = runRoom('keyframes', [width, height], {
    ...shared,
    stdin: grey,
    onLine(word, json) {
      if (word !== 'frame') return;
      measures.push(JSON.parse(json) as FrameMeasure);
      options.onProgress(Math.min(0.7, (0.7 * measures.length) / expected));
    },
  });
  const stop = (error: unknown) => {
    grey.end();
    both.abort(error);
    throw error;
  };
  const [, result] = await Promise.all([decode.catch(refused).catch(stop), measure.catch(stop)]);
  return { measures, stillness: result as unknown as Stillness };
}

/** A header can be in order before a film that no decoder reads. */
function refused(error: unknown): never {
  if (error instanceof ChildError && error.isRefusal)
    throw new ScanError('unreadable', 'the film cannot be decoded', { cause: error });
  throw error;
}

/**
 * Writes the chosen frames to `directory/images`; a noisy film's again, without its noise.
 * @param light filters that make a dark film as bright as others
 */
async function extractFrames(
  file: string,
  video: VideoFacts,
  rate: number,
  chosen: readonly number[],
  light: readonly string[],
  directory: string,
  options: FramesOptions,
): Promise<void> {
  const images = join(directory, 'images');
  await mkdir(images);
  const { width, height } = sizeWithin(video, options.profile.frameSide);
  // A sum of at most a hundred terms: ffmpeg takes no longer one.
  const select = chosen.map((index) => `eq(n\\,${index})`).join('+');
  const decode = (cleaning: readonly string[]) => {
    const filters = [
      `fps=${rate}`,
      `select='${select}'`,
      ...toneMap(video),
      ...light,
      ...cleaning,
      `scale=${width}:${height}:flags=lanczos`,
    ];
    return sandboxedFfmpeg('ffmpeg', video.container, {
      video: file,
      beforeInput: atMost,
      outputDirectory: images,
      signal: options.signal,
      timeoutMs: decodeTimeoutMs,
      args: [
        ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', filters.join(','), '-fps_mode', 'passthrough'],
        ...['-frames:v', String(chosen.length), '-pix_fmt', 'rgb24', '{output}/%04d.ppm'],
      ],
    }).catch(refused);
  };
  await decode([]);
  // Where the size of its picture changes within a film, ffmpeg begins to count anew.
  const { length: written } = await readdir(images);
  if (written < chosen.length)
    throw new ScanError('unreadable', `${written} of ${chosen.length} frames were found again`);
  const cleaning = denoise(await noiseOfFrames(images, chosen.length));
  if (cleaning.length > 0) await decode(cleaning);
  options.onProgress(0.95);
}

/** The median of the first, the middle and the last of them. */
async function noiseOfFrames(images: string, count: number): Promise<number> {
  const numbers = [1, Math.ceil(count / 2), count];
  return median(
    await Promise.all(numbers.map(async (n) => noiseOf(await readPnm(join(images, frameName(n)))))),
  );
}

/** HDR (PQ or HLG, BT.2020) to what screens without HDR show, as ffmpeg's documentation of `tonemap` does it. */
function toneMap(video: VideoFacts): string[] {
  if (!video.hdr) return [];
  return [
    // Which colours these curves go with is often left unsaid, and zscale then knows no way.
    'setparams=colorspace=bt2020nc:color_primaries=bt2020',
    'zscale=t=linear:npl=100',
    'format=gbrpf32le',
    'zscale=p=bt709',
    'tonemap=tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:r=tv',
    'format=yuv420p',
  ];
}

/** Even sizes, since most pixel formats of video halve their colours. */
function sizeWithin(
  video: { width: number; height: number },
  side: number,
): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(video.width, video.height));
  const even = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { width: even(video.width), height: even(video.height) };
}
