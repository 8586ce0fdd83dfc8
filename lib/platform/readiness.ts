import { inTime } from './in-time';
import { mongodb } from './mongodb';
import { pingMysql } from './mysql';
import { redis } from './redis';

const answerWaitMs = 2_000;

const stores = {
  mysql: () => pingMysql(),
  mongodb: () => mongodb().command({ ping: 1 }),
  redis: () => redis().ping(),
} as const;

/** The names of the stores that do not answer now. */
export async function storesAway(): Promise<string[]> {
  const away = await Promise.all(
    Object.entries(stores).map(async ([name, ping]) => ((await answers(ping())) ? [] : [name])),
  );
  return away.flat();
}

function answers(ping: Promise<unknown>): Promise<boolean> {
  const answered = ping.then(
    () => true,
    () => false,
  );
  return inTime(answered, answerWaitMs, false);
}
