import type { z } from 'zod';
import { unknownPerson, type Viewer } from '@/lib/accounts/schema';
import { isSuspended, peopleById } from '@/lib/accounts/service';
import { AppError } from '@/lib/errors';
import { originalOfListing } from '@/lib/media/originals';
import { photosOfListings } from '@/lib/media/photos';
import { parseFields, parseInput } from '@/lib/parse';
import { newId } from '@/lib/platform/ids';
import { mysql } from '@/lib/platform/mysql';
import { limitRate } from '@/lib/platform/rate-limit';
import { regionsByCode } from '@/lib/regions/service';
import { cardModelsOf } from '@/lib/scans/cards';
import { scansOfListings } from '@/lib/scans/service';
import { requireEditable } from './ownership';
import { isSeller, mayEdit, maySee } from './policy';
import * as repository from './repository';
import {
  type ListingCardDto,
  type ListingDto,
  type ListingPage,
  publishableSchema,
  type SaveDraftInput,
  saveDraftSchema,
} from './schema';

const maxPageSize = 60;

interface PageInput {
  cursor?: string | null;
  limit?: number;
}

/** The home page: newest first. Four queries, however many listings. */
export async function listNewest(input: PageInput): Promise<ListingPage> {
  return pageOf(input, repository.findNewest, (row) => row.publishedAt);
}

/** A person's own listings, drafts included, the newest first. */
export async function listOwn(viewer: Viewer, input: PageInput = {}): Promise<ListingPage> {
  return pageOf(
    input,
    (after, limit) => repository.findBySeller(viewer.id, after, limit),
    (row) => row.createdAt,
  );
}

/** @param at the instant by which `find` orders */
async function pageOf(
  input: PageInput,
  find: (after: repository.Position | null, limit: number) => Promise<repository.ListingRow[]>,
  at: (row: repository.ListingRow) => Date | null,
): Promise<ListingPage> {
  const limit = Math.min(input.limit ?? 24, maxPageSize);
  const rows = await find(decodeCursor(input.cursor), limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const nextCursor = last ? encodeCursor({ at: at(last) ?? new Date(0), id: last.id }) : null;
  return { items: await toCards(page), nextCursor };
}

/** Cards of listings in any state, for those who had to do with them. Without those of which nothing is left. */
export async function cardsById(ids: readonly string[]): Promise<Map<string, ListingCardDto>> {
  const rows = await repository.findListings(ids);
  const cards = await toCards(rows.filter((row) => row.status !== 'deleted' || row.title !== ''));
  return new Map(cards.map((card) => [card.id, card]));
}

export async function getListing(viewer: Viewer | null, named: string): Promise<ListingDto> {
  const row = await repository.findListing(named);
  if (!row || !maySee(viewer?.id ?? null, row, await isSuspended(row.sellerId)))
    throw new AppError('listing.not_found');
  // Of an address in capitals MySQL knows the listing, and nothing else does.
  const { id } = row;
  const mine = viewer !== null && isSeller(viewer.id, row);
  const [people, photos, scans, regions, original] = await Promise.all([
    peopleById([row.sellerId]),
    photosOfListings([id]),
    scansOfListings([id]),
    regionsByCode(row.regionCode ? [row.regionCode] : []),
    mine ? originalOfListing(id) : null,
  ]);
  const {
    standing = null,
    report = null,
    failed = null,
    shown = null,
    shownReport = null,
  } = scans.get(id) ?? {};
  const visiblePhotos = (photos.get(id) ?? []).filter((photo) => mine || photo.status === 'ready');
  return {
    id,
    status: row.status,
    title: row.title,
    description: row.description,
    priceWon: row.priceWon,
    condition: row.condition,
    region: regions.get(row.regionCode ?? '') ?? null,
    createdAt: (row.publishedAt ?? row.createdAt).toISOString(),
    seller: people.get(row.sellerId) ?? unknownPerson(row.sellerId),
    photos: visiblePhotos,
    scan: mine ? standing : shown,
    scanReport: mine ? report : shownReport,
    failedScan: mine ? failed : null,
    shownScan: shown,
    original,
    mine,
  };
}

async function toCards(rows: readonly repository.ListingRow[]): Promise<ListingCardDto[]> {
  const ids = rows.map((row) => row.id);
  const [photos, models, regions] = await Promise.all([
    photosOfListings(ids),
    cardModelsOf(ids),
    regionsByCode(rows.flatMap((row) => row.regionCode ?? [])),
  ]);
  return rows.map((row) => {
    const model = models.get(row.id);
    const photo = photos.get(row.id)?.find((candidate) => candidate.copies.length > 0);
    return {
      id: row.id,
      title: row.title,
      priceWon: row.priceWon ?? 0,
      status: row.status,
      region: regions.get(row.regionCode ?? '') ?? null,
      createdAt: (row.publishedAt ?? row.createdAt).toISOString(),
      pictureUrl: model?.posterUrl ?? photo?.copies[0]?.webpUrl ?? null,
      turns: model !== undefined,
      turnUrls: model?.turnUrls ?? [],
    };
  });
}

/** A new draft, or the one that was opened before and never touched: opening the page ten times leaves one. */
export async function createDraft(viewer: Viewer): Promise<{ id: string }> {
  const drafts = await repository.findDrafts(viewer.id);
  const untouched = drafts.filter(
    (draft) => draft.title === '' && draft.description === '' && draft.priceWon === null,
  );
  const photos = await photosOfListings(untouched.map((draft) => draft.id));
  const scans = await scansOfListings(untouched.map((draft) => draft.id));
  const empty = untouched.find((draft) => !photos.has(draft.id) && !scans.has(draft.id));
  if (empty) return { id: empty.id };
  await limitRate('draft', viewer.id, 30, 3600);
  const id = newId('lst');
  await repository.insertListing({ id, sellerId: viewer.id, description: '' });
  return { id };
}

/**
 * Writes what is given and leaves the rest. A listing that others already see must stay complete: a field that does not
 * fit is not written, all others are, and then input.invalid names it; where they are more, with spaces between.
 */
export async function saveDraft(viewer: Viewer, id: string, input: SaveDraftInput): Promise<void> {
  const listing = await requireEditable(viewer.id, id);
  const schema = listing.status === 'draft' ? saveDraftSchema : publishableSchema.partial();
  const { fitting: patch, faults } = parseFields<Partial<SaveDraftInput>>(schema, input);
  if (patch.regionCode !== undefined && !(await regionsByCode([patch.regionCode])).has(patch.regionCode)) {
    faults.push('regionCode');
    delete patch.regionCode;
  }
  // Published or deleted in between: what it is now decides.
  if (!(await repository.changeListing(listing, patch))) return saveDraft(viewer, id, input);
  if (faults.length > 0) throw new AppError('input.invalid', { field: faults.join(' ') });
}

/** Shows a complete draft to everyone. Throws input.invalid that names what is missing. */
export async function publishListing(viewer: Viewer, id: string, publishedAt = new Date()): Promise<void> {
  await requireEditable(viewer.id, id);
  const photos = (await photosOfListings([id])).get(id) ?? [];
  const scans = (await scansOfListings([id])).get(id);
  // Locked, so that nothing is taken out of it between the look and the writing.
  await mysql().transaction(async (tx) => {
    const listing = await repository.lockListing(tx, id);
    if (!listing || !mayEdit(viewer.id, listing)) throw new AppError('listing.not_found');
    if (listing.status !== 'draft') return;
    parseInput(publishableSchema, listing);
    if (!photos.some((photo) => photo.status !== 'failed') && !scans)
      throw new AppError('input.invalid', { field: 'photos' });
    await repository.changeListing(listing, { status: 'active', publishedAt }, tx);
  });
}

export async function removeListing(viewer: Viewer, id: string): Promise<void> {
  const listing = await requireEditable(viewer.id, id);
  if (listing.status === 'deleted') return;
  const removal = { status: 'deleted', statusBeforeDelete: listing.status, deletedAt: new Date() } as const;
  // Published in between: then that is what a restore goes back to.
  if (!(await repository.changeListing(listing, removal))) return removeListing(viewer, id);
}

/** Whether this person has deleted it and can still undo that. */
export async function isRestorable(viewer: Viewer, id: string): Promise<boolean> {
  const listing = await repository.findListing(id);
  return listing?.status === 'deleted' && listing.erasedAt === null && isSeller(viewer.id, listing);
}

/** Undoes a removal. */
export async function restoreListing(viewer: Viewer, id: string): Promise<void> {
  const listing = await repository.findListing(id);
  if (!listing || !isSeller(viewer.id, listing)) throw new AppError('listing.not_found');
  if (listing.status !== 'deleted') return;
  if (!(await repository.restore(id, listing.statusBeforeDelete ?? 'draft')))
    throw new AppError('listing.not_found');
}

interface ImportedListing extends z.infer<typeof publishableSchema> {
  sellerId: string;
  createdAt: Date;
  /** Absent for a draft. */
  publishedAt?: Date;
}

/** Writes a listing whose words are complete, dated as given: for the demo seed and for tests. Returns its id. */
export async function importListing(input: ImportedListing): Promise<string> {
  const id = newId('lst');
  await repository.insertListing({ id, ...input, status: input.publishedAt ? 'active' : 'draft' });
  return id;
}

function encodeCursor({ at, id }: repository.Position): string {
  return `${at.getTime()}.${id}`;
}

function decodeCursor(cursor: string | null | undefined): repository.Position | null {
  const match = /^(\d{1,15})\.(lst_\w{1,36})$/.exec(cursor ?? '');
  return match?.[1] && match[2] ? { at: new Date(Number(match[1])), id: match[2] } : null;
}
