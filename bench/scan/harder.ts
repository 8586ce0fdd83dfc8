import { execFile } from 'node:child_process';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ffmpeg, h264 } from './ffmpeg';

const run = promisify(execFile);

/** ffmpeg's arguments between the input and the output. */
type Recipe = (video: { fps: number }) => string[];

const filtered = (filters: string): string[] => ['-vf', filters, ...h264(18)];

/** Two stops are a quarter of the light: 0.25^(1/2.2) of a grey level. */
const twoStops = 0.533;

const toHlg = [
  'zscale=tin=bt709:pin=bt709:min=bt709:t=linear:npl=203',
  'format=gbrpf32le',
  'zscale=t=arib-std-b67:p=bt2020:m=bt2020nc:r=tv:npl=203',
  'format=yuv420p10le',
].join(',');

/** A sensor that reads its rows in 25 ms, in bands of one interpolated frame each. */
const interpolatedFps = 120;
const bands = 3;

function rollingShutter(fps: number): string {
  const every = Math.max(1, Math.round(interpolatedFps / fps));
  const names = Array.from({ length: bands }, (_, band) => `band${band}`);
  const head = `minterpolate=fps=${every * fps}:scd=none,split=${bands}${names.map((name) => `[${name}]`).join('')}`;
  const cuts = names.map((name, band) => {
    const rows = `crop=iw:ih/${bands}:0:${band}*ih/${bands}`;
    return `[${name}]${rows},select='eq(mod(n\\,${every})\\,${band % every})',setpts=N/(${fps}*TB)[${name}cut]`;
  });
  return `${head};${cuts.join(';')};${names.map((name) => `[${name}cut]`).join('')}vstack=${bands}`;
}

/** The same film as a worse camera would have taken it. By the name that the bench's table shows. */
export const harderVariants: Record<string, Recipe> = {
  '720p': () => filtered("scale='if(gt(iw,ih),1280,720)':'if(gt(iw,ih),720,1280)':flags=area"),
  '60-fps': () => filtered('fps=60'),
  'variable-rate': () => [
    ...filtered("select='lt(mod(n,40),20)+not(mod(n,3))'"),
    ...['-fps_mode', 'vfr', '-video_track_timescale', '90000'],
  ],
  // Stored lying on its side; a player turns it back by the tag. The tag needs a second pass: see makeHarder.
  'rotated-tag': () => filtered('transpose=clock'),
  'hlg-hevc': () => [
    ...[
      '-vf',
      toHlg,
      '-c:v',
      'libx265',
      '-preset',
      'veryfast',
      '-crf',
      '20',
      '-x265-params',
      'log-level=error',
    ],
    ...[
      '-color_trc',
      'arib-std-b67',
      '-color_primaries',
      'bt2020',
      '-colorspace',
      'bt2020nc',
      '-tag:v',
      'hvc1',
    ],
  ],
  'heavy-compression': () => h264(36),
  'two-stops-darker': () => {
    const darker = ['r', 'g', 'b'].map((channel) => `${channel}=val*${twoStops}`).join(':');
    return filtered(`lutrgb=${darker},noise=alls=12:allf=t`);
  },
  // 6 % at the corners, then cut to what is filled.
  barrel: () => filtered('lenscorrection=k1=0.06:i=bilinear,crop=trunc(iw*0.47)*2:trunc(ih*0.47)*2'),
  'rolling-shutter': ({ fps }) => filtered(rollingShutter(fps)),
  'every-third-second-blurred': () => filtered("avgblur=sizeX=12:sizeY=4:enable='eq(mod(floor(t),3),2)'"),
};

/** Writes the variant of a video; one that is there already stays. `seconds` cuts it short, for tests. */
export async function makeHarder(
  video: string,
  variant: string,
  output: string,
  seconds?: number,
): Promise<void> {
  const recipe = harderVariants[variant];
  if (!recipe) throw new Error(`no variant ${variant}: one of ${Object.keys(harderVariants).join(', ')}`);
  if (await exists(output)) return;
  await mkdir(dirname(output), { recursive: true });
  const partial = `${output}.partial.mp4`;
  const limit = seconds === undefined ? [] : ['-t', String(seconds)];
  await ffmpeg('-i', video, ...limit, ...recipe({ fps: await frameRate(video) }), '-an', partial);
  if (variant === 'rotated-tag') {
    const stored = `${output}.stored.mp4`;
    await rename(partial, stored);
    await ffmpeg('-i', stored, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', partial);
    await rm(stored);
  }
  await rename(partial, output);
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function frameRate(video: string): Promise<number> {
  const entries = ['-select_streams', 'v:0', '-show_entries', 'stream=avg_frame_rate', '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...entries, video]);
  const [numerator = 0, denominator = 1] = stdout.trim().split('/').map(Number);
  return Math.round(numerator / denominator);
}
