import { expect, test } from 'vitest';
import { leave } from '@/lib/accounts/leave';
import type { Viewer } from '@/lib/accounts/schema';
import { findActiveUser, listDemoPeople } from '@/lib/accounts/service';
import { listOwn, removeListing } from '@/lib/listings/service';
import { furnishDemoShop } from './demo-shop';
import { importNeighbourhoods } from './neighbourhoods';
import people from './people.json' with { type: 'json' };

async function demoPerson(index: number): Promise<Viewer> {
  const viewer = await findActiveUser(people[index]?.id ?? '');
  if (!viewer) throw new Error('there is no such demo person');
  return viewer;
}

test('the next start brings back neither who left nor what was deleted', { timeout: 120_000 }, async () => {
  await importNeighbourhoods();
  expect(await furnishDemoShop()).toBe(true);
  const [leaving, staying] = [await demoPerson(0), await demoPerson(1)];
  const [first, ...others] = (await listOwn(staying)).items;
  if (!first) throw new Error('they sell nothing');
  await leave(leaving, leaving.name);
  await removeListing(staying, first.id);

  expect(await furnishDemoShop()).toBe(false);
  expect((await listDemoPeople()).map(({ id }) => id)).not.toContain(leaving.id);
  expect((await listOwn(staying)).items.map(({ id }) => id)).toEqual(others.map(({ id }) => id));
});
