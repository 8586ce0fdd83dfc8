import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface StageContext {
  workDirectory: string;
  signal: AbortSignal;
  /** Filled as stages end. */
  stageSeconds: Record<string, number>;
}

export interface StageResult<Facts> {
  directory: string;
  facts: Facts;
  /** Stands for this stage's inputs and all that went before: the next stage puts it into its own. */
  key: string;
}

interface Marker<Facts> {
  key: string;
  seconds: number;
  facts: Facts;
}

const markerName = 'stage.json';

/**
 * Runs one stage, or finds that it was run before with the same inputs.
 *
 * `work` writes into a folder that is renamed to `workDirectory/name` when all is written, the marker last: a folder
 * under that name is complete. `inputs` is whatever the result depends on; it is hashed into the key. `facts` has to
 * survive JSON.
 */
export async function runStage<Facts>(
  context: StageContext,
  name: string,
  inputs: unknown,
  work: (directory: string) => Promise<Facts>,
): Promise<StageResult<Facts>> {
  context.signal.throwIfAborted();
  const key = createHash('sha256')
    .update(JSON.stringify([name, inputs]))
    .digest('hex')
    .slice(0, 32);
  const directory = join(context.workDirectory, name);
  const found = await readMarker<Facts>(directory);
  if (found?.key === key) {
    context.stageSeconds[name] = found.seconds;
    return { directory, facts: found.facts, key };
  }
  const partial = `${directory}.partial`;
  await rm(partial, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const start = performance.now();
  const facts = await work(partial);
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  await writeFile(join(partial, markerName), JSON.stringify({ key, seconds, facts } satisfies Marker<Facts>));
  await rename(partial, directory);
  context.stageSeconds[name] = seconds;
  return { directory, facts, key };
}

async function readMarker<Facts>(directory: string): Promise<Marker<Facts> | null> {
  try {
    return JSON.parse(await readFile(join(directory, markerName), 'utf8')) as Marker<Facts>;
  } catch {
    return null;
  }
}

export interface FinishedStage {
  name: string;
  /** Wall seconds that its work took. */
  seconds: number;
}

/** The stages that are complete in the folder; none where there is no folder. */
export async function finishedStages(workDirectory: string): Promise<FinishedStage[]> {
  const entries = await readdir(workDirectory, { withFileTypes: true }).catch(() => []);
  const finished: FinishedStage[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory() && !entry.name.endsWith('.partial'))) {
    const marker = await readMarker<unknown>(join(workDirectory, name));
    if (marker) finished.push({ name, seconds: marker.seconds });
  }
  return finished;
}

/** Removes what stages left in the folder, and nothing else: a person may have named a folder that holds other things. */
export async function forgetStages(workDirectory: string): Promise<void> {
  for (const entry of await readdir(workDirectory, { withFileTypes: true }).catch(() => [])) {
    const path = join(workDirectory, entry.name);
    const left = entry.name.endsWith('.partial') || (await readMarker(path)) !== null;
    if (entry.isDirectory() && left) await rm(path, { recursive: true });
  }
}
