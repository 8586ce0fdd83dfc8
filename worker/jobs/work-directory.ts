import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from '@/lib/env';
import { endedAmong } from '@/lib/scans/attempts';
import { finishedStages } from '@/worker/scan/stage';

/** Name of a downloaded original in an attempt's directory. */
export const filmName = (index: number) => `film-${index + 1}`;
const isFilm = (name: string) => /^film-\d+$/.test(name);

interface AttemptName {
  scanId: string;
  number: number;
}

const scanDirectory = (scanId: string) => join(env().WORK_DIRECTORY, scanId);

/**
 * A directory for this attempt alone, so that a worker that was thought dead and goes on writes into nobody else's.
 * What earlier attempts finished on this machine is moved into it; the rest of theirs is deleted.
 */
export async function openWorkDirectory(attempt: AttemptName): Promise<string> {
  const parent = scanDirectory(attempt.scanId);
  const directory = join(parent, String(attempt.number));
  await mkdir(directory, { recursive: true });
  const earlier = (await readdir(parent)).filter((name) => Number(name) < attempt.number);
  for (const name of earlier.sort((a, b) => Number(b) - Number(a))) {
    const from = join(parent, name);
    const stages = (await finishedStages(from)).map((stage) => stage.name);
    // It is missing, or a later attempt has left the same.
    const films = (await readdir(from)).filter(isFilm);
    for (const entry of [...films, ...stages])
      await rename(join(from, entry), join(directory, entry)).catch(() => undefined);
    await rm(from, { recursive: true, force: true });
  }
  return directory;
}

/** The attempt came to nothing. What another one holds of this scan stays. */
export async function closeWorkDirectory(attempt: AttemptName): Promise<void> {
  const parent = scanDirectory(attempt.scanId);
  await rm(join(parent, String(attempt.number)), { recursive: true, force: true });
  // Succeeds only when nobody else has anything in it.
  await rmdir(parent).catch(() => undefined);
}

/** The scan has ended. */
export async function removeWork(scanId: string): Promise<void> {
  await rm(scanDirectory(scanId), { recursive: true, force: true });
}

/** Deletes what workers left that died between the end of a scan and its tidying, or whose scan ended elsewhere. */
export async function sweepWork(): Promise<number> {
  const scans = (await readdir(env().WORK_DIRECTORY).catch(() => [])).filter((name) =>
    name.startsWith('scn_'),
  );
  const ended = await endedAmong(scans);
  for (const scanId of ended) await removeWork(scanId);
  return ended.length;
}
