'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { requireViewer } from '@/app/auth/viewer';
import { idFrom, outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import type { ListingPage, SaveDraftInput } from '@/lib/listings/schema';
import {
  listNewest,
  listOwn,
  publishListing,
  removeListing,
  restoreListing,
  saveDraft,
} from '@/lib/listings/service';

export async function moreListings(cursor: string): Promise<Outcome<ListingPage>> {
  return outcomeOf(() => listNewest({ cursor }));
}

export async function moreOwnListings(cursor: string): Promise<Outcome<ListingPage>> {
  return outcomeOf(async () => listOwn(await requireViewer(), { cursor }));
}

export async function saveListing(id: string, input: SaveDraftInput): Promise<Outcome<void>> {
  const outcome = await outcomeOf(async () => saveDraft(await requireViewer(), idFrom(id), input));
  // The browser keeps pages for its button Back, and would show what was there before. Also where a field was refused:
  // the others are saved. What is gone is not read anew: its page would take away what is written on it.
  if (outcome.ok || outcome.error.code === 'input.invalid') refresh();
  return outcome;
}

export async function publish(id: string): Promise<Outcome<void>> {
  const outcome = await outcomeOf(async () => publishListing(await requireViewer(), idFrom(id)));
  return outcome.ok ? leaveFor(`/listings/${id}`) : outcome;
}

export async function remove(id: string): Promise<Outcome<void>> {
  const outcome = await outcomeOf(async () => removeListing(await requireViewer(), idFrom(id)));
  // The way back stands there, for as long as there is one.
  return outcome.ok ? leaveFor(`/me?removed=${id}`) : outcome;
}

export async function restore(id: string): Promise<Outcome<void>> {
  const outcome = await outcomeOf(async () => restoreListing(await requireViewer(), idFrom(id)));
  return outcome.ok ? leaveFor('/me') : outcome;
}

/** To another page, and whatever the button Back leads to is read anew: it shows what was there before. */
function leaveFor(path: string): never {
  refresh();
  redirect(path);
}
