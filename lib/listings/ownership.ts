import { AppError } from '@/lib/errors';
import type { Executor, Transaction } from '@/lib/platform/mysql';
import { mayEdit } from './policy';
import * as repository from './repository';

/**
 * The listing, when this person may change it. Otherwise listing.not_found, whether it exists or not.
 * A file of its own, so that media and scans can ask without importing the composition in service.ts.
 */
export async function requireEditable(viewerId: string, listingId: string): Promise<repository.ListingRow> {
  const listing = await repository.findListing(listingId);
  if (!listing || !mayEdit(viewerId, listing)) throw new AppError('listing.not_found');
  return listing;
}

/** Whether others see it, too: then it must stay complete. */
export async function isShown(listingId: string): Promise<boolean> {
  const listing = await repository.findListing(listingId);
  return listing !== undefined && listing.status !== 'draft' && listing.status !== 'deleted';
}

/** Whoever else locks it waits until the transaction ends. */
export async function lockListing(tx: Transaction, listingId: string): Promise<void> {
  await repository.lockListing(tx, listingId);
}

/** Title and seller of a listing, for notices about it. Null when it is gone. */
export async function findSubject(
  listingId: string,
  executor?: Executor,
): Promise<{ title: string; sellerId: string } | null> {
  const listing = await repository.findListing(listingId, executor);
  return listing ? { title: listing.title, sellerId: listing.sellerId } : null;
}
