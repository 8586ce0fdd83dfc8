import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScanFailureReason } from '@/lib/scans/schema';
import { ffmpeg, h264 } from './ffmpeg';
import { writeRoomFilm } from './room-film';

interface ReasonFilm {
  /** What a person did. */
  about: string;
  expected: ScanFailureReason | 'model';
  /** Writes the film; the paths of the scenes' own are known by the names of their folders. */
  make(output: string, scene: (name: string) => string): Promise<void>;
}

const encode = ['-an', ...h264(20)];

/**
 * One film for each reason that a film can give, and one that is as it should be. What is missing is no fault of a
 * film: engine_crashed, out_of_space and cancelled are produced in tests/faults.
 */
export const reasonFilms: readonly ReasonFilm[] = [
  {
    about: 'walked round the item',
    expected: 'model',
    make: (output, scene) => ffmpeg('-i', scene('corset'), '-c', 'copy', output),
  },
  {
    about: 'the transfer was cut off',
    expected: 'unreadable',
    make: async (output, scene) => {
      const whole = await readFile(scene('corset'));
      await writeFile(output, whole.subarray(0, whole.length / 2));
    },
  },
  {
    about: 'two seconds',
    expected: 'too_short',
    make: (output, scene) => ffmpeg('-i', scene('corset'), '-t', '2', ...encode, output),
  },
  {
    about: 'over three minutes',
    expected: 'too_long',
    make: (output, scene) => ffmpeg('-stream_loop', '10', '-i', scene('corset'), '-c', 'copy', output),
  },
  {
    about: 'shaken all the way',
    expected: 'too_blurry',
    make: (output, scene) =>
      ffmpeg('-i', scene('corset'), '-vf', 'avgblur=sizeX=28:sizeY=28', ...encode, output),
  },
  {
    about: 'a slow step to the side',
    expected: 'too_few_views',
    make: (output, scene) =>
      ffmpeg('-t', '1', '-i', scene('corset'), '-vf', 'setpts=5*PTS', '-r', '3', ...encode, output),
  },
  {
    about: 'turned on the spot',
    expected: 'no_parallax',
    make: (output, scene) => ffmpeg('-i', scene('boombox-pivot'), '-c', 'copy', output),
  },
  {
    about: 'a grey thing in a grey room',
    expected: 'too_plain_or_shiny',
    make: (output) => writeRoomFilm(output, { looking: 'in', speckled: false }),
  },
  {
    about: 'turned and tilted the item in a hand',
    expected: 'item_turned',
    make: (output, scene) => {
      const still = ['-ss', '3', '-i', scene('boombox')];
      const item = '[1]crop=iw*0.6:ih*0.55,scale=iw*0.9:-2[item]';
      const room = '[0]trim=end_frame=1,loop=-1:1:0,setpts=N/15/TB[room]';
      const graph = `${room};${item};[room][item]overlay=(W-w)/2:(H-h)/2:shortest=1`;
      return ffmpeg(...still, '-i', scene('corset'), '-filter_complex', graph, '-r', '15', ...encode, output);
    },
  },
  {
    about: 'filmed a room from its middle',
    expected: 'nothing_recognised',
    make: (output) => writeRoomFilm(output, { looking: 'out', speckled: true }),
  },
];

/** Writes the film, unless it is there already. Returns its path. */
export async function filmFor(film: ReasonFilm, scenes: string, folder: string): Promise<string> {
  const output = join(folder, `${film.expected}.mp4`);
  if (await stat(output).catch(() => null)) return output;
  await mkdir(folder, { recursive: true });
  const partial = join(folder, `${film.expected}.partial.mp4`);
  await film.make(partial, (name) => join(scenes, name, 'video.mp4'));
  await rename(partial, output);
  return output;
}
