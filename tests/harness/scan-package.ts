import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { importScan } from '@/lib/scans/attempts';
import type { ScanVerdict } from '@/lib/scans/schema';

const frame = (index: number, weak = false) => ({
  file: `frames/00${index}.webp`,
  azimuthDegrees: index * 60,
  elevationDegrees: 20,
  solved: true,
  weak,
});

/** What an engine of today says of a walk that left out the back. */
export const poorVerdict: ScanVerdict = {
  framesChosen: 4,
  camerasSolved: 3,
  coveredDegrees: 200,
  missingSides: ['back', 'top'],
  rings: [{ elevationDegrees: 20, coveredDegrees: 200, gaps: [{ fromDegrees: 130, toDegrees: 290 }] }],
  quality: { estimate: 0.42, grade: 'poor', reasons: ['sides_missing', 'blurry'] },
  frames: [frame(0), frame(1, true), frame(5), { ...frame(2), solved: false }],
  scale: 'unknown',
};

export const goodVerdict: ScanVerdict = {
  ...poorVerdict,
  missingSides: [],
  quality: { estimate: 0.96, grade: 'good', reasons: [] },
};

/** Every file that an engine may leave; the bytes say which file it was. */
export const packageFiles = [
  'model.glb',
  'preview.glb',
  'model.usdz',
  'poster.webp',
  ...Array.from({ length: 8 }, (_, index) => `turn-${index}.webp`),
  ...(poorVerdict.frames ?? []).map(({ file }) => file),
];

const nameOnly = (file: string): string | Buffer => `bytes of ${file}`;

/** A package directory with these files, for as long as `use` takes. */
export async function withPackage<T>(
  files: readonly string[],
  use: (directory: string) => Promise<T>,
  contentOf = nameOnly,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'bitmarket-package-'));
  try {
    for (const file of files) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), contentOf(file));
    }
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A listing's scan that has ended in this verdict, with every file. Returns its id. */
export function createScan(listingId: string, verdict: ScanVerdict, contentOf = nameOnly): Promise<string> {
  return withPackage(packageFiles, (directory) => importScan(listingId, directory, verdict), contentOf);
}
