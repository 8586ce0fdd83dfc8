import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp, { type Region, type Sharp } from 'sharp';
import { saveSmall } from './save-small';

const run = promisify(execFile);

interface Cut {
  scene: string;
  picture: string;
  /** The sharpest frame within a quarter of a second of this is taken. */
  atSeconds: number;
  /** 4:5, in pixels of the 1080 x 1920 video. */
  region: Region;
}

const cut = (
  scene: string,
  picture: string,
  atSeconds: number,
  left: number,
  top: number,
  width: number,
): Cut => ({
  scene,
  picture,
  atSeconds,
  region: { left, top, width, height: (width * 5) / 4 },
});

const cuts = [
  cut('corset', 'corset-1', 4, 29, 290, 1040),
  cut('corset', 'corset-2', 8, 31, 320, 1040),
  cut('corset', 'corset-3', 2, 17, 346, 1040),
  cut('boombox', 'boombox-1', 7, 100, 400, 860),
  cut('boombox', 'boombox-2', 4, 115, 460, 860),
  cut('boombox', 'boombox-3', 16, 75, 345, 940),
  cut('fish-turntable', 'fish-1', 3, 110, 400, 860),
  cut('fish-turntable', 'fish-2', 7, 110, 400, 860),
  cut('fish-turntable', 'fish-3', 13, 110, 400, 860),
];

/** The frames about a cut's time, cropped. */
async function framesOf(video: string, { atSeconds, region }: Cut): Promise<Sharp[]> {
  const { left, top, width, height } = region;
  const place = ['-ss', String(atSeconds - 0.25), '-t', '0.5'];
  const output = [
    '-vf',
    `crop=${width}:${height}:${left}:${top}`,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ];
  const options = { encoding: 'buffer', maxBuffer: 256e6 } as const;
  const { stdout } = await run('ffmpeg', ['-v', 'error', ...place, '-i', video, ...output], options);
  const frameBytes = width * height * 3;
  return Array.from({ length: Math.floor(stdout.length / frameBytes) }, (_, index) =>
    sharp(stdout.subarray(index * frameBytes, (index + 1) * frameBytes), {
      raw: { width, height, channels: 3 },
    }),
  );
}

async function sharpest(frames: Sharp[]): Promise<Sharp | undefined> {
  const rated = await Promise.all(
    frames.map(async (frame) => ({ frame, sharpness: (await frame.stats()).sharpness })),
  );
  return rated.sort((a, b) => b.sharpness - a.sharpness)[0]?.frame;
}

/** Cuts every picture that comes from a video into `folder`; `scenes` holds one folder per scene with its video.mp4. */
export async function cutFrames(scenes: string, folder: string): Promise<void> {
  for (const wanted of cuts) {
    const frame = await sharpest(await framesOf(join(scenes, wanted.scene, 'video.mp4'), wanted));
    if (!frame) throw new Error(`no frame of ${wanted.scene} at ${wanted.atSeconds} s`);
    const file = `${wanted.picture}.webp`;
    const bytes = await saveSmall(await frame.png({ compressionLevel: 1 }).toBuffer(), join(folder, file));
    process.stdout.write(`${file}: ${bytes} bytes\n`);
  }
}
