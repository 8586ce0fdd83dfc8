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

async function answers(ping: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), answerWaitMs);
  });
  const inTime = ping.then(
    () => true,
    () => false,
  );
  return Promise.race([inTime, late]).finally(() => clearTimeout(timer));
}
