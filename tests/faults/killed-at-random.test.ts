import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { FaultSystem } from './harness/fault-system';

let system: FaultSystem;
afterEach(() => system.close());

/** bench/faults does a thousand. */
const kills = Number(process.env.FAULT_KILLS ?? 200);
const atOnce = 4;
const filmsWaiting = 6;

/** A sequence of its own for each seed, so that a failure can be looked at again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test(`workers killed at random ${kills} times: one result or one stated failure each, nothing orphaned`, async () => {
  system = await FaultSystem.open();
  const seed = Number(process.env.FAULT_SEED ?? Date.now() % 100_000);
  console.log(`seed ${seed}`);
  const next = random(seed);
  const unfinished = async () => {
    const states = await Promise.all(system.films.map((film) => system.state(film)));
    return states.filter(({ status }) => status === 'queued' || status === 'running').length;
  };
  for (let killed = 0; killed < kills; ) {
    while (system.workers.size < atOnce) system.startWorker();
    if (killed % 10 === 0)
      for (let waiting = await unfinished(); waiting < filmsWaiting; waiting++) await system.film();
    await sleep(next() * 700);
    const victims = [...system.workers];
    const victim = victims[Math.floor(next() * victims.length)];
    if (!victim) continue;
    await system.kill(victim);
    killed += 1;
  }
  system.startWorker();
  const states = await system.expectWhole();
  const done = states.filter(({ status }) => status === 'done').length;
  console.log(`${states.length} films: ${done} models, ${states.length - done} stated failures`);
  expect(done).toBeGreaterThan(states.length / 2);
}, 3_600_000);
