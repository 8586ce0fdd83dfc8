import { afterAll, beforeAll, expect, test } from 'vitest';
import { mongodb } from '@/lib/platform/mongodb';
import { isOutage } from '@/lib/platform/outage';
import { Gate } from './harness/outage';

let gate: Gate;

beforeAll(async () => {
  gate = await Gate.open(process.env.MONGODB_URL ?? '');
  // lib/env.ts reads it at first use.
  process.env.MONGODB_URL = gate.url;
  await gate.away();
});
afterAll(() => gate.away());

const ping = () => mongodb().command({ ping: 1 });

test('a process that began while the document store was away says so, and finds it when it is back', async () => {
  // All that is asked meanwhile: what opens the connection, and what waits for it.
  const asked = await Promise.allSettled([ping(), ping(), ping()]);
  for (const answer of asked) expect(answer.status === 'rejected' && isOutage(answer.reason)).toBe(true);
  await gate.back();
  expect(await ping()).toMatchObject({ ok: 1 });
}, 30_000);
