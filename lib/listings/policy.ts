import type { ListingStatus } from './schema';

interface Owned {
  sellerId: string;
  status: ListingStatus;
}

/**
 * Drafts are the seller's alone; a deleted listing is gone for everyone but can be restored by its seller. What somebody
 * sells who is suspended, nobody else sees: none could be answered, and it may be a fraud's.
 */
export function maySee(viewerId: string | null, listing: Owned, sellerIsSuspended: boolean): boolean {
  if (listing.status === 'deleted') return false;
  return listing.sellerId === viewerId || (listing.status !== 'draft' && !sellerIsSuspended);
}

export function isSeller(viewerId: string, listing: Owned): boolean {
  return listing.sellerId === viewerId;
}

export function mayEdit(viewerId: string, listing: Owned): boolean {
  return isSeller(viewerId, listing) && listing.status !== 'deleted';
}

/** For a mistake that is noticed within the week; after that, what was deleted is erased. */
export const restorableMs = 7 * 24 * 3600 * 1000;
