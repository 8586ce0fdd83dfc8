import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

export interface Score {
  /** F-score at 1, 0.5 and 0.25 % of the truth's diagonal. */
  f: number[];
  /** Share of the model's area that belongs to the table or the room. */
  leftOverPercent: number;
  /** Of the held-out views, inside the truth's outline: decibels, 0 to 1, and the overlap of the outlines, 0 to 1. */
  psnr: number;
  ssim: number;
  silhouetteIou: number;
}

const scoreSchema = z.object({
  geometry: z.record(z.string(), z.object({ f: z.number() })),
  'model_area_farther_than_2%': z.number(),
  appearance: z.object({ psnr: z.number(), ssim: z.number(), iou: z.number() }),
});

/**
 * Calls the scorer (`run MODEL SCENE --json` in its folder); null where a scene has no ground truth.
 * @param pictures folder for a picture of each held-out view: photograph, model, difference, outlines side by side
 */
export async function evaluateModel(
  scorer: string,
  model: string,
  scene: string,
  pictures?: string,
): Promise<Score | null> {
  const hasTruth = await access(join(scene, 'truth.glb')).then(
    () => true,
    () => false,
  );
  if (!hasTruth) return null;
  const args = [model, scene, '--json', ...(pictures ? ['--pictures', pictures] : [])];
  const { stdout } = await promisify(execFile)(join(scorer, 'run'), args, { maxBuffer: 64e6 });
  const score = scoreSchema.parse(JSON.parse(stdout));
  return {
    f: ['1%', '0.5%', '0.25%'].map((threshold) => score.geometry[threshold]?.f ?? 0),
    leftOverPercent: 100 * score['model_area_farther_than_2%'],
    psnr: score.appearance.psnr,
    ssim: score.appearance.ssim,
    silhouetteIou: score.appearance.iou,
  };
}
