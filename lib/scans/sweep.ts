import { listKeys, removeObject } from '@/lib/platform/object-storage';
import * as repository from './repository';

const batchSize = 500;

/**
 * Removes published files of scans that are gone, and of attempts that were overtaken. The store is listed before the
 * rows are read, and an attempt gets its number before it publishes: what belongs to a row's attempt, or to one that is
 * newer than what was read, stays. The model that stands keeps its folder whatever attempt came after it.
 */
export async function sweepScans(): Promise<{ removed: string[] }> {
  const keys = (await listKeys('media', 'scans/')).filter((key) => attemptOf(key) !== null);
  const ids = [...new Set(keys.map((key) => attemptOf(key)?.scanId ?? ''))];
  const rows = new Map<string, repository.ScanRow>();
  for (let from = 0; from < ids.length; from += batchSize) {
    const batch = await repository.findScansByIds(ids.slice(from, from + batchSize));
    for (const row of batch) rows.set(row.id, row);
  }
  const removed = keys.filter((key) => !refers(rows.get(attemptOf(key)?.scanId ?? ''), key));
  for (const key of removed) await removeObject('media', key);
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
