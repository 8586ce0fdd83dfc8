import { hint } from '@/lib/platform/hint';
import { mediaUrl } from '@/lib/platform/object-storage';
import { scanChannel } from '@/lib/protocol/pubsub';
import type { ScanState } from '@/lib/protocol/scan-state';
import { withForecast } from './forecast';
import { besideModel } from './package-files';
import * as repository from './repository';
import { type ScanReportDto, scanVerdictSchema } from './schema';

/** Who waits behind more than this learns of it when the page is opened. */
const announcedAtMost = 50;

export function toState(row: repository.ScanRow): ScanState {
  const url = (key: string | null) => (key === null ? null : mediaUrl(key));
  return {
    scanId: row.id,
    listingId: row.listingId,
    status: row.status,
    version: row.version,
    stage: row.stage,
    fraction: row.fraction,
    framesChosen: row.framesChosen,
    camerasSolved: row.camerasSolved,
    sparsePointsUrl: url(row.sparsePointsKey),
    modelUrl: url(row.modelKey),
    modelBytes: row.modelBytes,
    posterUrl: url(row.posterKey),
    previewUrl: url(row.previewKey),
    usdzUrl: url(row.usdzKey),
    failureReason: row.failureReason,
    startedAt: row.startedAt?.toISOString() ?? null,
    scansAhead: null,
    remainingSeconds: null,
  };
}

/** What a scan with a model saw. Null for one from before anything was noted, or noted in a way that nobody knows. */
export function toReport(row: repository.ScanRow): ScanReportDto | null {
  const { modelKey, verdict } = row;
  if (modelKey === null || verdict === null) return null;
  const known = scanVerdictSchema.safeParse(JSON.parse(verdict));
  if (!known.success) return null;
  const frames = known.data.frames ?? [];
  return {
    ...known.data,
    frames: frames.map((frame) => ({ ...frame, url: mediaUrl(besideModel(modelKey, frame.file)) })),
  };
}

/** Tells whoever watches that the scan has changed. A hint: it waits for nobody, and a failure to send it fails nothing. */
export async function announce(scanId: string): Promise<void> {
  const row = await repository.findScan(scanId);
  if (row) await send(row);
}

async function send(row: repository.ScanRow): Promise<void> {
  const state = await withForecast(toState(row));
  hint(scanChannel.name(row.id), state);
}

/** Tells those who wait that the queue has moved. */
export async function announceQueue(): Promise<void> {
  for (const row of await repository.findQueued(announcedAtMost)) await send(row);
}
