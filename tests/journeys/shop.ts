import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScanVerdict } from '@/lib/scans/schema';

/**
 * The stores of the system under test, for what a browser cannot bring about in seconds. What lib/env.ts reads comes
 * from the file that the launcher leaves for people who want to look into their stores.
 */
async function openStores() {
  const file = readFileSync(join(process.env.BITMARKET_DATA ?? '', 'env'), 'utf8');
  for (const [, name = '', value = ''] of file.matchAll(/^export (\w+)='(.*)'$/gm)) process.env[name] = value;
  process.env.LOG_LEVEL = 'silent';
  const [ids, accounts, listings, packages] = await Promise.all([
    import('@/lib/platform/ids'),
    import('@/lib/accounts/service'),
    import('@/lib/listings/service'),
    import('@/tests/harness/scan-package'),
  ]);
  return { ...ids, ...accounts, ...listings, ...packages };
}

/** One more person of the demo, whom a test may rename and delete. */
export async function addPerson(name: string): Promise<void> {
  const { createDemoPerson, newId } = await openStores();
  await createDemoPerson(newId('usr'), name);
}

/** A listing of the first demo person. */
export async function addListing(title: string): Promise<{ listingId: string; remove(): Promise<void> }> {
  const { listDemoPeople, findActiveUser, importListing, removeListing } = await openStores();
  const [person] = await listDemoPeople();
  const seller = await findActiveUser(person?.id ?? '');
  if (!seller) throw new Error('the demo has no people');
  const now = new Date();
  const words = { title, description: '장식으로만 두었어요.', priceWon: 45_000, condition: 'good' } as const;
  const listingId = await importListing({
    ...words,
    regionCode: '1101053',
    sellerId: seller.id,
    createdAt: now,
    publishedAt: now,
  });
  return { listingId, remove: () => removeListing(seller, listingId) };
}

const seedModel = 'drizzle/seed/models/corset';

/** A scan that ended in this verdict; the demo's corset stands for every model and every picture of it. */
export async function addScan(listingId: string, verdict: ScanVerdict): Promise<string> {
  const { createScan } = await openStores();
  return createScan(listingId, verdict, (file) =>
    readFileSync(join(seedModel, file.endsWith('.webp') ? 'poster.webp' : 'model.glb')),
  );
}
