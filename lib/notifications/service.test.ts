import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPerson } from '@/tests/harness/factories';
import { listNotifications, markRead, notify } from './service';

test('what has come since the list was shown is news still', async () => {
  const person = await createPerson();
  const tell = (listingTitle: string) =>
    notify({ key: randomUUID(), userId: person.id, kind: 'scan.done', listingId: 'lst_1', listingTitle });
  await tell('shown');
  const [newest] = await listNotifications(person);
  await sleep(2);
  await tell('since');
  await markRead(person, newest?.createdAt ?? '');
  const read = (await listNotifications(person)).map((notice) => [notice.listingTitle, notice.read]);
  expect(read).toEqual([
    ['since', false],
    ['shown', true],
  ]);
  await expect(markRead(person, 'yesterday')).rejects.toMatchObject({ code: 'input.invalid' });
});
