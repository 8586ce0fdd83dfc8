import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDemoPerson, findActiveUser, listDemoPeople } from '@/lib/accounts/service';
import { env } from '@/lib/env';
import { importListing, listOwn, publishListing, removeListing } from '@/lib/listings/service';
import { importPhoto } from '@/lib/media/photos';
import { logger } from '@/lib/platform/logger';
import { closeMongodb } from '@/lib/platform/mongodb';
import { closeMysql } from '@/lib/platform/mysql';
import { closeRedis } from '@/lib/platform/redis';
import { importRegions } from '@/lib/regions/service';
import { importScan } from '@/lib/scans/attempts';
import { type SeedListing, seedListingsSchema, seedModelSchema, seedPeopleSchema } from './schema';

const folder = import.meta.dirname;
const readJson = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, name), 'utf8'));

/** Neighbourhoods always, the demo shop where the demo is on. An earlier call that was cut off is completed. */
async function seed(): Promise<void> {
  const [, ...lines] = (await readFile(join(folder, 'regions-kr.csv'), 'utf8')).trim().split('\n');
  await importRegions(lines.map((line) => line.split(',')));
  if (!env().DEMO_SIGN_IN) return;
  const listings = seedListingsSchema.parse(await readJson('listings.json'));
  const people = seedPeopleSchema.parse(await readJson('people.json'));
  const present = new Set((await listDemoPeople()).map(({ id }) => id));
  for (const { id, name } of people) if (!present.has(id)) await createDemoPerson(id, name);
  for (const listing of listings) await seedListing(listing);
  logger.info({ people: people.length, listings: listings.length }, 'the demo shop is furnished');
}

async function seedListing({ pictures, model, seller, hoursAgo, ...fields }: SeedListing): Promise<void> {
  const viewer = await findActiveUser(seller);
  if (!viewer) throw new Error(`people.json does not name ${seller}`);
  const namesakes = (await listOwn(viewer)).filter((own) => own.title === fields.title);
  if (namesakes.some((own) => own.status !== 'draft')) return;
  for (const unfinished of namesakes) await removeListing(viewer, unfinished.id);
  const publishedAt = new Date(Date.now() - hoursAgo * 3600 * 1000);
  const listingId = await importListing({ ...fields, sellerId: seller, createdAt: publishedAt });
  for (const picture of pictures) {
    await importPhoto({ ownerId: seller, listingId }, await readFile(join(folder, 'pictures', picture)));
  }
  if (model) await seedModel(listingId, model);
  await publishListing(viewer, listingId, publishedAt);
}

async function seedModel(listingId: string, name: string): Promise<void> {
  const source = join('models', name);
  const { verdict } = seedModelSchema.parse(await readJson(join(source, 'result.json')));
  await importScan(listingId, join(folder, source), verdict);
}

try {
  await seed();
} finally {
  await Promise.all([closeMysql(), closeMongodb(), closeRedis()]);
}
