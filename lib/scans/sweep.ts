import { keptAmong } from '@/lib/media/originals';
import { abortMultipart, listMultiparts } from '@/lib/platform/multipart-storage';
import { listKeys, removeObject } from '@/lib/platform/object-storage';
import { rowsById } from '@/lib/platform/rows-by-id';
import { isAtWork } from '@/lib/protocol/scan-state';
import { isKeptStage } from './package-files';
import * as repository from './repository';

/**
 * Removes published files of scans that are gone, and of attempts that were overtaken. The store is listed before the
 * rows are read, and an attempt gets its number before it publishes: what belongs to a row's attempt, or to one that is
 * newer than what was read, stays. The model that stands keeps its folder whatever attempt came after it.
 */
export async function sweepScans(): Promise<{ removed: string[] }> {
  const keys = (await listKeys('media', 'scans/')).filter((key) => attemptOf(key) !== null);
  const rows = await scansByIds(keys.map((key) => attemptOf(key)?.scanId ?? ''));
  const removed = keys.filter((key) => !refers(rows.get(attemptOf(key)?.scanId ?? ''), key));
  for (const key of removed) await removeObject('media', key);
  return { removed };
}

const scansByIds = (ids: readonly string[]) => rowsById(ids, repository.findScansByIds);
const scanOfStage = (key: string) => key.split('/')[1] ?? '';

/** Removes what a worker that was killed had sent of a large stage: the store keeps such parts, and lists them nowhere. */
export async function sweepStageParts(): Promise<{ removed: string[] }> {
  const uploads = await listMultiparts('stages/');
  const rows = await scansByIds(uploads.map(({ key }) => scanOfStage(key)));
  const left = uploads.filter(({ key }) => {
    const row = rows.get(scanOfStage(key));
    return !row || !isAtWork(row.status);
  });
  for (const { key, uploadId } of left) await abortMultipart(key, uploadId);
  return { removed: left.map(({ key }) => key) };
}

/**
 * Removes finished stages of scans that are gone or have ended, but for those that a clip could still go on from: they
 * go with the film.
 */
export async function sweepStages(): Promise<{ removed: string[] }> {
  const keys = await listKeys('incoming', 'stages/');
  const rows = await scansByIds(keys.map(scanOfStage));
  const kept = await keptAmong([...rows.values()].flatMap(({ videoId }) => videoId ?? []));
  const isWanted = (key: string) => {
    const row = rows.get(scanOfStage(key));
    if (!row) return false;
    if (isAtWork(row.status)) return true;
    return row.modelKey !== null && isKeptStage(key) && kept.has(row.videoId ?? '');
  };
  const removed = keys.filter((key) => !isWanted(key));
  for (const key of removed) await removeObject('incoming', key);
  return { removed };
}

/** Null for keys of another shape: they are not ours to judge. */
function attemptOf(key: string): { scanId: string; number: number } | null {
  const [, scanId, number] = /^scans\/(scn_[\w-]+)\/(\d+)\//.exec(key) ?? [];
  return scanId === undefined ? null : { scanId, number: Number(number) };
}

function refers(row: repository.ScanRow | undefined, key: string): boolean {
  if (!row) return false;
  if ((attemptOf(key)?.number ?? 0) >= row.attempt) return true;
  const folder = key.split('/').slice(0, 3).join('/');
  return [row.modelKey, row.posterKey, row.sparsePointsKey].some((kept) => kept?.startsWith(`${folder}/`));
}
