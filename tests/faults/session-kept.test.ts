import { afterAll, beforeAll, expect, test } from 'vitest';
import { authOptions } from '@/app/auth/options';
import { createPerson } from '@/tests/harness/factories';
import { Gate } from './harness/outage';

let mysql: Gate;

beforeAll(async () => {
  mysql = await Gate.open(process.env.MYSQL_URL ?? '');
  process.env.MYSQL_URL = mysql.url;
});
afterAll(() => mysql.away());

/** What next-auth does at every renewal: what is thrown there deletes the cookie. */
async function renewed(token: { userId: string; tokenVersion: number }) {
  return authOptions().callbacks?.jwt?.({ token } as never);
}

test('MySQL away: a session is renewed unasked, and asked for again afterwards', async () => {
  const { id: userId } = await createPerson();
  const ended = { userId, tokenVersion: 7 };
  await mysql.away();
  expect(await renewed(ended)).toEqual(ended);
  await mysql.back();
  expect(await renewed(ended)).toMatchObject({ tokenVersion: -1 });
  expect(await renewed({ userId, tokenVersion: 1 })).toMatchObject({ tokenVersion: 1 });
});
