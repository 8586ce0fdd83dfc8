import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from './contender';

export interface Figures {
  /** Milliseconds from asking for a job to its first line, with nothing else to do: median and 95th percentile. */
  pickupMs: { p50: number; p95: number };
  /** Jobs a second that are written, sixteen writers at once. */
  addedPerSecond: number;
  /** Jobs a second that are done, from a full queue, by number of slots. */
  donePerSecond: ReadonlyMap<number, number>;
}

const writers = 16;
/** Longer than any polling interval, so that jobs come at every moment of it. */
const longestPauseMs = 300;

export async function measure(
  queue: Contender,
  { pickups, jobs, slots }: { pickups: number; jobs: number; slots: readonly number[] },
): Promise<Figures> {
  const pickupMs = await measurePickup(queue, pickups);
  const donePerSecond = new Map<number, number>();
  let addedPerSecond = 0;
  for (const count of slots) {
    addedPerSecond = jobs / (await seconds(() => fill(queue, jobs)));
    donePerSecond.set(count, jobs / (await seconds(() => drain(queue, jobs, count))));
  }
  return { pickupMs, addedPerSecond, donePerSecond };
}

async function measurePickup(queue: Contender, count: number): Promise<Figures['pickupMs']> {
  let picked: (job: number) => void = () => undefined;
  const worker = await queue.work(1, (job) => picked(job));
  const times: number[] = [];
  for (let job = 0; job < count; job += 1) {
    await sleep(Math.random() * longestPauseMs);
    const startedAt = performance.now();
    const running = new Promise<void>((resolve) => {
      picked = (other) => other === job && resolve();
    });
    await queue.add(job);
    await running;
    times.push(performance.now() - startedAt);
  }
  await worker.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

async function fill(queue: Contender, jobs: number): Promise<void> {
  let next = 0;
  const write = async () => {
    while (next < jobs) await queue.add(next++);
  };
  await Promise.all(Array.from({ length: writers }, write));
}

/** Until every job was done, each at least once. */
async function drain(queue: Contender, jobs: number, slots: number): Promise<void> {
  const left = new Set(Array.from({ length: jobs }, (_, job) => job));
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const worker = await queue.work(slots, (job) => {
    left.delete(job);
    if (left.size === 0) finish();
  });
  await finished;
  await worker.close();
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
