import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listKeys } from '@/lib/platform/object-storage';
import { redis } from '@/lib/platform/redis';
import { append } from '@/lib/platform/redis-stream';
import { deadLetterStream, streamByKind } from '@/lib/protocol/jobs';
import { scanStages } from '@/lib/scans/schema';
import { cancelScan, retryScan } from '@/lib/scans/service';
import { FaultSystem } from './harness/fault-system';

let system: FaultSystem;
beforeEach(async () => {
  system = await FaultSystem.open();
});
afterEach(() => system.close());

const stages = scanStages.filter((stage) => stage !== 'inspect' && stage !== 'publish');
const slow = { timeout: 180_000 };

test('an entry delivered twice, to two workers at once: one model', slow, async () => {
  const film = await system.film({ stageMs: 300 });
  system.startWorker();
  system.startWorker();
  await system.untilStage(film, 'frames');
  const twice = JSON.stringify({ kind: 'scan.process', scanId: film.scanId });
  await append(streamByKind['scan.process'], twice);
  expect(await system.expectWhole()).toMatchObject([{ status: 'done' }]);
});

test(
  'a worker stopped past its lease that then goes on publishes nothing, and spoils nothing',
  slow,
  async () => {
    const film = await system.film({ stageMs: 400 });
    const first = system.startWorker();
    await system.untilStage(film, 'depth');
    first.kill('SIGSTOP');
    system.startWorker();
    await system.untilStatus(film, 'done');
    const model = (await system.state(film)).modelUrl;
    expect(model).toContain('/2/model.glb');
    first.kill('SIGCONT');
    const later = await system.film();
    await system.untilStatus(later, 'done');
    await sleep(1500);
    expect((await system.state(film)).modelUrl).toBe(model);
    await system.expectWhole();
    expect(await system.stagesOf(film)).toEqual(stages);
  },
);

test(
  'a stopped worker that goes on while its successor is at work loses the job, and keeps its hands off the entry',
  slow,
  async () => {
    const film = await system.film({ stageMs: 600 });
    const first = system.startWorker();
    await system.untilStage(film, 'cameras');
    first.kill('SIGSTOP');
    const second = system.startWorker();
    await system.untilStage(film, 'depth');
    first.kill('SIGCONT');
    await sleep(700);
    // Had the first one acknowledged the entry, nobody would take it over now.
    await system.kill(second);
    await system.untilStatus(film, 'done');
    await system.expectWhole();
  },
);

test(
  'a poison entry, which kills whoever takes it, ends as a stated failure; the others are served',
  slow,
  async () => {
    const poison = await system.film({ killIn: 'surface' });
    const supervised = () => {
      system.startWorker().once('exit', (_, signal) => signal === 'SIGKILL' && !over && supervised());
    };
    let over = false;
    supervised();
    await system.untilStatus(poison, 'failed');
    const healthy = await system.film();
    await system.untilStatus(healthy, 'done');
    over = true;
    const [state] = await system.expectWhole();
    expect(state).toMatchObject({ failureReason: 'engine_crashed' });
    const letters = (await redis().xrange(deadLetterStream, '-', '+')).map(([, fields]) => fields[1]);
    expect(letters.filter((letter) => letter?.includes(poison.scanId))).toHaveLength(1);
    // Finished stages were not repeated by the second and the third victim.
    expect(await system.stagesOf(poison)).toEqual(['frames', 'cameras', 'depth']);
  },
);

test.each(['queued' as const, ...stages])(
  'cancelled by the seller in %s: a stated failure and nothing left',
  slow,
  async (stage) => {
    const film = await system.film({ stageMs: 250 });
    if (stage !== 'queued') {
      system.startWorker();
      await system.untilStage(film, stage);
    }
    await cancelScan(film.seller, film.scanId);
    if (stage === 'queued') system.startWorker();
    expect(await system.expectWhole()).toMatchObject([{ failureReason: 'cancelled' }]);
  },
);

test('cancelled and tried again while the worker is still at it: one model', slow, async () => {
  const film = await system.film({ stageMs: 300 });
  system.startWorker();
  system.startWorker();
  await system.untilStage(film, 'cameras');
  await cancelScan(film.seller, film.scanId);
  await retryScan(film.seller, film.scanId);
  expect(await system.expectWhole()).toMatchObject([{ status: 'done' }]);
});

test(
  'SIGTERM hands over again and again without counting as a failure, and no stage is repeated',
  slow,
  async () => {
    const film = await system.film({ stageMs: 400 });
    for (const stage of stages) {
      const before = await system.state(film);
      const worker = system.startWorker();
      await system.untilTaken(film, before);
      await system.untilStage(film, stage);
      await sleep(50);
      await system.kill(worker, 'SIGTERM');
      expect(worker.exitCode).toBe(0);
    }
    system.startWorker();
    expect(await system.expectWhole()).toMatchObject([{ status: 'done' }]);
    expect(await system.stagesOf(film)).toEqual(stages);
  },
);

test('a machine lost with its disk: another goes on from the stages that were stored', slow, async () => {
  const film = await system.film({ stageMs: 3000 });
  const lost = system.startWorker();
  await system.untilStage(film, 'texture');
  await expect
    .poll(() => listKeys('incoming', `stages/${film.scanId}/`), { timeout: 30_000 })
    .toContainEqual(expect.stringContaining('/surface.'));
  await system.kill(lost);
  await rm(system.workDirectory, { recursive: true });
  system.startWorker({ WORK_DIRECTORY: system.otherMachine });
  expect(await system.expectWhole()).toMatchObject([{ status: 'done' }]);
  expect(await system.stagesOf(film)).toEqual(stages);
});

test('the disk of the work directory is full: said so, and the next film is served', slow, async () => {
  // No file may grow past this: what a full disk does to a write, without a disk of one's own.
  const limited = ['prlimit', '--fsize=200000', '--'];
  system.startWorker({}, limited);
  const tooLarge = await system.film({ bytes: 400_000 });
  const small = await system.film();
  await system.untilStatus(tooLarge, 'failed');
  await system.untilStatus(small, 'done');
  expect(await system.expectWhole()).toMatchObject([{ failureReason: 'out_of_space' }, { status: 'done' }]);
});

test("one seller's five films: another's one is made second", slow, async () => {
  const first = await system.film();
  for (let more = 0; more < 4; more++) await system.film({}, first.seller);
  const single = await system.film();
  system.startWorker();
  await system.untilStatus(single, 'done');
  const states = await Promise.all(system.films.map((film) => system.state(film)));
  expect(states.filter(({ status }) => status === 'done').length).toBeLessThanOrEqual(3);
  await system.expectWhole();
});
