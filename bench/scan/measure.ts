import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { scanVerdictSchema } from '@/lib/scans/schema';

export interface Measured {
  model: string | null;
  result: z.infer<typeof doneSchema> | null;
  /** Why there is no model. */
  refusal: string | null;
  wallSeconds: number;
  /** User and system time of the command and all that it started. */
  cpuSeconds: number;
  /** Highest sum of the resident memory of all its processes, sampled twice a second. */
  peakBytes: number;
}

const doneSchema = z.object({
  event: z.literal('done'),
  triangles: z.number(),
  bytes: z.number(),
  stageSeconds: z.record(z.string(), z.number()),
  verdict: scanVerdictSchema,
});
const failedSchema = z.object({ event: z.literal('failed'), reason: z.string() });
const eventSchema = z.union([doneSchema, failedSchema]);

const sampleMs = 500;
const ticksPerSecond = 100;
const pageBytes = 4096;

/** Runs `npm run scan` from nothing on one input, and watches what it costs. The stages' output stays in `work`. */
export async function measureScan(input: string, work: string): Promise<Measured> {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const model = join(work, 'model.glb');
  const start = performance.now();
  const cpuBefore = await childrenCpuSeconds();
  const args = ['--import', 'tsx', 'bin/scan.ts', input, model, '--json', '--keep', join(work, 'stages')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peakBytes = 0;
  const sampler = setInterval(async () => {
    peakBytes = Math.max(peakBytes, await treeBytes(child.pid ?? 0));
  }, sampleMs);
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) last = line;
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(sampler);
  const event = eventSchema.parse(JSON.parse(last));
  return {
    model: event.event === 'done' ? model : null,
    result: event.event === 'done' ? event : null,
    refusal: event.event === 'failed' ? event.reason : null,
    wallSeconds: (performance.now() - start) / 1000,
    cpuSeconds: (await childrenCpuSeconds()) - cpuBefore,
    peakBytes,
  };
}

/** Fields of /proc/PID/stat after the name, which may hold spaces (proc(5), counted from "state" = 0). */
async function statFields(id: number | string): Promise<string[]> {
  const text = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** cutime + cstime: the time of all children that have ended, and of theirs. */
async function childrenCpuSeconds(): Promise<number> {
  const fields = await statFields('self');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

async function treeBytes(root: number): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const processes = new Map<number, { parent: number; bytes: number }>();
  for (const id of ids) {
    const fields = await statFields(id);
    if (fields.length > 21)
      processes.set(id, { parent: Number(fields[1]), bytes: Number(fields[21]) * pageBytes });
  }
  const isBelow = (id: number): boolean => id === root || (id > 1 && isBelow(processes.get(id)?.parent ?? 0));
  return [...processes].filter(([id]) => isBelow(id)).reduce((sum, [, { bytes }]) => sum + bytes, 0);
}
