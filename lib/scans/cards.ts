import { mediaUrl } from '@/lib/platform/object-storage';
import { turnKeys } from './package-files';
import * as repository from './repository';

/** What a listing's card shows of its newest published model. */
export interface CardModel {
  posterUrl: string | null;
  /** Small pictures, once round it; empty when there are none. */
  turnUrls: string[];
}

/** By listing id; listings without a published model are left out. One query, which leaves what the scans saw unread. */
export async function cardModelsOf(listingIds: readonly string[]): Promise<Map<string, CardModel>> {
  const rows = await repository.findPublishedModels(listingIds);
  // The newest last, so that it is the one that stays.
  return new Map(rows.map((row) => [row.listingId, toCardModel(row)]));
}

function toCardModel({ modelKey, posterKey, turnCount }: repository.PublishedModel): CardModel {
  return {
    posterUrl: posterKey && mediaUrl(posterKey),
    turnUrls: modelKey ? turnKeys(modelKey, turnCount).map(mediaUrl) : [],
  };
}
