import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { seeds } from '@/drizzle/schema/seeds';
import { createDemoPerson, findActiveUser, listDemoPeople } from '@/lib/accounts/service';
import { importListing, listOwn, publishListing, removeListing } from '@/lib/listings/service';
import { importPhoto } from '@/lib/media/photos';
import { mysql } from '@/lib/platform/mysql';
import { importScan } from '@/lib/scans/attempts';
import { type SeedListing, seedListingsSchema, seedModelSchema, seedPeopleSchema } from './schema';

const name = 'demo-shop';
const folder = import.meta.dirname;
const readJson = async (path: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, path), 'utf8'));

/**
 * Furnishes the demo shop, once: what people then change or delete, themselves included, stays so. An earlier call that
 * was cut off is completed. Returns whether there was anything to do.
 */
export async function furnishDemoShop(): Promise<boolean> {
  if ((await mysql().select().from(seeds).where(eq(seeds.name, name))).length > 0) return false;
  const listings = seedListingsSchema.parse(await readJson('listings.json'));
  const people = seedPeopleSchema.parse(await readJson('people.json'));
  const present = new Set((await listDemoPeople()).map(({ id }) => id));
  for (const person of people) if (!present.has(person.id)) await createDemoPerson(person.id, person.name);
  for (const listing of listings) await furnish(listing);
  await mysql().insert(seeds).values({ name, completedAt: new Date() });
  return true;
}

async function furnish({ pictures, model, seller, hoursAgo, ...fields }: SeedListing): Promise<void> {
  const viewer = await findActiveUser(seller);
  if (!viewer) throw new Error(`people.json does not name ${seller}`);
  const namesakes = (await listOwn(viewer)).items.filter((own) => own.title === fields.title);
  if (namesakes.some((own) => own.status !== 'draft')) return;
  for (const unfinished of namesakes) await removeListing(viewer, unfinished.id);
  const publishedAt = new Date(Date.now() - hoursAgo * 3600 * 1000);
  const listingId = await importListing({ ...fields, sellerId: seller, createdAt: publishedAt });
  for (const picture of pictures) {
    await importPhoto({ ownerId: seller, listingId }, await readFile(join(folder, 'pictures', picture)));
  }
  if (model) await importModel(listingId, model);
  await publishListing(viewer, listingId, publishedAt);
}

async function importModel(listingId: string, model: string): Promise<void> {
  const source = join('models', model);
  const { verdict } = seedModelSchema.parse(await readJson(join(source, 'result.json')));
  await importScan(listingId, join(folder, source), verdict);
}
