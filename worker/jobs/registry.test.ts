import { expect, test } from 'vitest';
import { jobKinds } from '@/lib/protocol/jobs';
import { type Handlers, parseJob, requireHandlers } from './registry';

const nothing = async () => undefined;
const all = Object.fromEntries(jobKinds.map((kind) => [kind, nothing])) as unknown as Handlers;

test('a kind without a handler ends the start, and is named', () => {
  expect(() => requireHandlers(all)).not.toThrow();
  const { 'photo.process': _, ...rest } = all;
  expect(() => requireHandlers(rest as Handlers)).toThrow(/photo\.process/);
});

test.each(['', '{', 'null', '{"kind":"scan.unknown"}', '{"kind":"scan.process"}', '[1]'])(
  '%s is no job',
  (payload) => {
    expect(parseJob(payload)).toBeNull();
  },
);
