import { readdir, stat, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { markdownTable } from './markdown-table';
import { evaluateModel, type Score } from './scan/evaluate';
import { harderVariants, makeHarder } from './scan/harder';
import { type Measured, measureScan } from './scan/measure';
import { rankCorrelation } from './scan/rank-correlation';

interface Options {
  scenes: string;
  only?: string;
  evaluate?: string;
  work: string;
  harder?: true;
  pictures?: string;
}

interface Row {
  scene: string;
  scan: Measured;
  score: Score | null;
}

/** Stages as the table groups them, from the names of the engine's own. */
const columns: readonly [string, readonly string[]][] = [
  ['frames', ['frames']],
  ['cameras', ['cameras', 'scene']],
  ['depth', ['region', 'coarse', 'masks', 'fine', 'openings', 'completed']],
  ['surface', ['surface']],
  ['unwrap', ['unwrapped']],
  ['texture', ['texture']],
  ['package', ['package']],
];

const program = new Command('npm run bench -- scan')
  .description('Scans each scene of a folder, scores it against its ground truth, prints one table.')
  .requiredOption(
    '--scenes <dir>',
    'folder of scenes: each a folder with video.mp4, or a folder of photographs',
  )
  .option('--only <name>', 'one scene of them')
  .option('--evaluate <dir>', 'folder of the scorer: its `run MODEL.glb SCENE --json` is called')
  .option('--harder', 'also each video as a worse camera would have taken it')
  .option(
    '--pictures <dir>',
    'with --evaluate: photograph, model, difference and outlines of each held-out view',
  )
  .option('--work <dir>', 'where models, posters and results stay', '.bitmarket/bench/scan')
  .action(bench);

async function bench(options: Options): Promise<void> {
  const from = (path: string) => resolve(process.env.INIT_CWD ?? '.', path);
  const found = await findScenes(from(options.scenes), options.only);
  const scenes = options.harder ? await withHarder(found, join(resolve(options.work), 'videos')) : found;
  if (scenes.length === 0) throw new Error(`no scenes in ${options.scenes}`);
  const rows: Row[] = [];
  for (const { name, input, directory } of scenes) {
    console.error(`${name} …`);
    const scan = await measureScan(input, join(resolve(options.work), name));
    const pictures = options.pictures && join(from(options.pictures), name);
    const score =
      scan.model && options.evaluate
        ? await evaluateModel(from(options.evaluate), scan.model, directory, pictures)
        : null;
    rows.push({ scene: name, scan, score });
    // After each, since all of them take an hour.
    await writeFile(join(resolve(options.work), 'results.json'), JSON.stringify(rows, null, 2));
  }
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB\n`);
  console.log(table(rows));
  console.log(describeCorrelation(rows));
}

interface Scene {
  name: string;
  input: string;
  directory: string;
}

/** Each scene, a film followed by its harder variants: what is refused has to stay refused. */
async function withHarder(scenes: readonly Scene[], videos: string): Promise<Scene[]> {
  const all: Scene[] = [];
  for (const scene of scenes) {
    all.push(scene);
    if (!scene.input.endsWith('video.mp4')) continue;
    for (const variant of Object.keys(harderVariants)) {
      const input = join(videos, scene.name, `${variant}.mp4`);
      await makeHarder(scene.input, variant, input);
      all.push({ name: `${scene.name} ${variant}`, input, directory: scene.directory });
    }
  }
  return all;
}

function describeCorrelation(rows: readonly Row[]): string {
  const pairs = rows.flatMap(({ scan, score }): [number, number][] => {
    const estimate = scan.result?.verdict.quality?.estimate;
    return estimate !== undefined && score ? [[estimate, score.f[0] ?? 0]] : [];
  });
  const correlation = rankCorrelation(pairs);
  return correlation === null
    ? `\nEstimate of quality: too few scored models (${pairs.length}) for a correlation.`
    : `\nEstimate of quality and F at 1 %: Spearman ${correlation.toFixed(2)} over ${pairs.length} models.`;
}

async function findScenes(folder: string, only: string | undefined): Promise<Scene[]> {
  const names = only ? [only] : (await readdir(folder)).sort();
  const scenes: Scene[] = [];
  for (const name of names) {
    const directory = join(folder, name);
    if (!(await stat(directory)).isDirectory()) continue;
    const entries = await readdir(directory);
    if (entries.includes('video.mp4')) scenes.push({ name, input: join(directory, 'video.mp4'), directory });
    else if (entries.some((entry) => /\.jpe?g$/i.test(entry)))
      scenes.push({ name, input: directory, directory });
  }
  return scenes;
}

function table(rows: readonly Row[]): string {
  const head = [
    ...['scene', 'estimate', 'F 1 %', 'F 0.5 %', 'F 0.25 %', 'left over', 'IoU', 'PSNR', 'SSIM'],
    ...['triangles', 'MB'],
    ...columns.map(([name]) => `${name} s`),
    ...['wall s', 'CPU s', 'peak MB'],
  ];
  const body = rows.map(({ scene, scan, score }) => [
    scene,
    scan.result?.verdict.quality?.estimate.toFixed(2) ?? '',
    ...(score
      ? [
          ...score.f.map((value) => value.toFixed(3)),
          `${score.leftOverPercent.toFixed(1)} %`,
          score.silhouetteIou.toFixed(3),
          score.psnr.toFixed(1),
          score.ssim.toFixed(3),
        ]
      : blank(7)),
    ...(scan.result
      ? [String(scan.result.triangles), (scan.result.bytes / 1e6).toFixed(2)]
      : [scan.refusal ?? '', '']),
    ...columns.map(([, stages]) => seconds(scan, stages)),
    ...[scan.wallSeconds.toFixed(0), scan.cpuSeconds.toFixed(0), (scan.peakBytes / 2 ** 20).toFixed(0)],
  ]);
  return markdownTable(head, [...body, meshroomDraft()]);
}

/**
 * Meshroom's route without CUDA, which does not run here: 60 rendered frames of a well textured armadillo on two shared
 * cores, as the study behind the engine measured them. The model is the item within its whole scene.
 */
function meshroomDraft(): string[] {
  const f = ['0.948', '0.802', '0.461'];
  const model = [...f, ...blank(4), '65000', ''];
  return [
    'photogrammetryDraft (the study: an armadillo)',
    '',
    ...model,
    ...blank(columns.length),
    '1061',
    '',
    '',
  ];
}

const blank = (count: number) => Array.from({ length: count }, () => '');

function seconds(scan: Measured, stages: readonly string[]): string {
  if (!scan.result) return '';
  const times = scan.result.stageSeconds;
  return stages.reduce((sum, stage) => sum + (times[stage] ?? 0), 0).toFixed(0);
}

await program.parseAsync();
