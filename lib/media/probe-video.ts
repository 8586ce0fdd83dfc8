import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import {
  type Container,
  type DecoderRequest,
  sandboxedFfmpeg,
  sniffContainer,
} from '@/lib/media/sandboxed-ffmpeg';
import { asRefusal } from './sandbox';

/** One walk round an item takes 15 to 30 s. Below 4 s no usable circle fits; above 3 min it is not a scan. */
export const videoSeconds = { min: 4, max: 180 } as const;

export interface VideoFacts {
  container: Container;
  durationSeconds: number;
  /** As displayed: after rotation. */
  width: number;
  height: number;
  /** Degrees clockwise that a player turns the stored picture: 0, 90, 180 or 270. */
  rotation: number;
  codec: string;
  /** Average: phones record with a variable rate. */
  fps: number;
  /** Stored with the PQ or HLG curve: has to be tone-mapped. */
  hdr: boolean;
}

const probeSchema = z.object({
  streams: z
    .array(
      z.object({
        codec_name: z.string(),
        pix_fmt: z.string().optional(),
        width: z.number().int().positive(),
        height: z.number().int().positive(),
        avg_frame_rate: z.string(),
        duration: z.coerce.number().optional(),
        color_transfer: z.string().optional(),
        side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
      }),
    )
    .min(1),
  format: z.object({ duration: z.coerce.number().optional() }),
});

/**
 * Says what an uploaded file holds, reading its headers in the sandbox.
 * Throws AppError: media.not_a_video, media.incomplete (cut off in transfer), media.codec, media.bit_depth,
 * media.too_short, media.too_long.
 */
export async function probeVideo(
  file: string,
  signal: AbortSignal = AbortSignal.timeout(30_000),
): Promise<VideoFacts> {
  const container = await sniffContainer(file);
  if (container === null) throw new AppError('media.not_a_video');
  if (container === 'mov' && !(await boxesAreComplete(file, signal))) throw new AppError('media.incomplete');
  const probed = probeSchema.safeParse(await ffprobe(file, container, signal));
  const stream = probed.data?.streams[0];
  if (!probed.success || !stream) throw new AppError('media.not_a_video', {}, { cause: probed.error });
  const durationSeconds =
    stream.duration ?? probed.data.format.duration ?? (await lastMoment(file, container, signal));
  const tag = stream.side_data_list?.find((entry) => entry.rotation !== undefined)?.rotation ?? 0;
  const rotation = (((Math.round(-tag / 90) * 90) % 360) + 360) % 360;
  const turned = rotation % 180 !== 0;
  if (!codecs.has(stream.codec_name)) throw new AppError('media.codec', { codec: stream.codec_name });
  const bits = bitDepth(stream.pix_fmt ?? '');
  if (bits !== 8 && bits !== 10) throw new AppError('media.bit_depth', { bits });
  if (durationSeconds < videoSeconds.min)
    throw new AppError('media.too_short', { seconds: videoSeconds.min });
  if (durationSeconds > videoSeconds.max) throw new AppError('media.too_long', { seconds: videoSeconds.max });
  return {
    container,
    durationSeconds,
    width: turned ? stream.height : stream.width,
    height: turned ? stream.width : stream.height,
    rotation,
    codec: stream.codec_name,
    fps: parseRate(stream.avg_frame_rate),
    hdr: stream.color_transfer === 'smpte2084' || stream.color_transfer === 'arib-std-b67',
  };
}

/** What phones, cameras and browsers of these years record. */
const codecs: ReadonlySet<string> = new Set(['h264', 'hevc', 'vp9', 'av1']);

/** Bits of one colour, from ffmpeg's name of the pixel format: yuv420p is 8, yuv420p10le is 10, p010le is 10. */
const bitDepth = (pixelFormat: string): number => Number(/p0?(\d\d)(?:le|be)$/.exec(pixelFormat)?.[1] ?? 8);

async function ffprobe(file: string, container: Container, signal: AbortSignal): Promise<unknown> {
  const entries =
    'stream=codec_name,pix_fmt,width,height,avg_frame_rate,duration,color_transfer:stream_side_data=rotation:format=duration';
  const beforeInput = ['-select_streams', 'v:0', '-show_entries', entries, '-of', 'json'];
  return JSON.parse(await probing(signal, { container, video: file, beforeInput }));
}

interface Probe extends Pick<DecoderRequest, 'video' | 'onStdout'> {
  container: Container;
  beforeInput: readonly string[];
}

async function probing(signal: AbortSignal, { container, ...probe }: Probe): Promise<string> {
  try {
    return await sandboxedFfmpeg('ffprobe', container, { ...probe, signal, timeoutMs: 20_000, args: [] });
  } catch (error) {
    signal.throwIfAborted();
    throw asRefusal(error, 'media.not_a_video');
  }
}

/** A browser that records does not know how long it will, and its header says nothing: the time of the last packet. */
async function lastMoment(file: string, container: Container, signal: AbortSignal): Promise<number> {
  let last = 0;
  await probing(signal, {
    container,
    video: file,
    beforeInput: ['-select_streams', 'v:0', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0'],
    async onStdout(stdout) {
      for await (const line of createInterface({ input: stdout }))
        last = Math.max(last, Number.parseFloat(line) || 0);
    },
  });
  return last;
}

/** A camera that writes a fragment with each frame of three minutes at 240 a second stays below. */
const maxBoxes = 100_000;

/**
 * Walks the top-level boxes of an MP4 or MOV (ISO 14496-12, section 4.2): a file that was cut off ends inside a box or
 * lacks the index (`moov`). ffprobe alone calls such a file whole when the index comes first.
 */
async function boxesAreComplete(file: string, signal: AbortSignal): Promise<boolean> {
  const { size } = await stat(file);
  const handle = await open(file, 'r');
  try {
    const header = Buffer.alloc(16);
    let offset = 0;
    let sawIndex = false;
    for (let boxes = 0; offset + 8 <= size; boxes += 1) {
      if (boxes === maxBoxes) return false;
      signal.throwIfAborted();
      await handle.read(header, 0, 16, offset);
      const short = header.readUInt32BE(0);
      const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? size - offset : short;
      if (header.toString('latin1', 4, 8) === 'moov') sawIndex = true;
      if (length < 8) return false;
      offset += length;
    }
    return sawIndex && offset <= size;
  } finally {
    await handle.close();
  }
}

function parseRate(text: string): number {
  const [numerator = 0, denominator = 1] = text.split('/').map(Number);
  return denominator > 0 ? numerator / denominator : 0;
}
