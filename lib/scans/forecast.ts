import { jobsInLanes } from '@/lib/outbox/service';
import { isAtWork, type ScanState } from '@/lib/protocol/scan-state';
import { type StageSeconds, scansAhead, secondsLeft, typicalSeconds } from './policy';
import * as repository from './repository';
import { stageSecondsSchema } from './schema';

/** Enough to be steady, few enough to follow a change of machine or engine. */
const measuredScans = 20;
const keepTypicalMs = 60_000;

let known: { at: number; typical: StageSeconds | null } | undefined;

/** Adds how many scans come first and how long it will take, by what the latest scans took. Only while it is not over. */
export async function withForecast(state: ScanState): Promise<ScanState> {
  if (!isAtWork(state.status)) return state;
  const typical = await typicalScan();
  if (state.status === 'running')
    return { ...state, remainingSeconds: typical && secondsLeft(typical, state.stage, state.fraction) };
  const ahead = await aheadOf(state.scanId);
  const running = Math.max(1, await repository.countRunning());
  const whole = typical && secondsLeft(typical, null, 0);
  return {
    ...state,
    scansAhead: ahead,
    remainingSeconds: whole && Math.round((ahead / running + 1) * whole),
  };
}

async function aheadOf(scanId: string): Promise<number> {
  const scans = (await jobsInLanes()).flatMap(({ job, lane, relayed }) =>
    job.kind === 'scan.process' ? [{ scanId: job.scanId, lane, relayed }] : [],
  );
  return scansAhead(scans, scanId);
}

async function typicalScan(now = Date.now()): Promise<StageSeconds | null> {
  if (!known || now - known.at > keepTypicalMs) {
    const measured = await repository.findStageSeconds(measuredScans);
    const scans = measured.map((text) => stageSecondsSchema.parse(JSON.parse(text)));
    known = { at: now, typical: typicalSeconds(scans) };
  }
  return known.typical;
}
