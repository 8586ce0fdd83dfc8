import { useCallback, useEffect, useRef, useState } from 'react';
import type { Outcome } from '@/components/outcome';
import type { ListingDto, SaveDraftInput } from '@/lib/listings/schema';
import type { Words } from './missing-fields';
import { unsavedWords } from './unsaved-words';
import { useAutosave } from './use-autosave';

function wordsOf({ title, description, priceWon, condition, region }: ListingDto): Words {
  return { title, description, priceWon, condition, region };
}

/** Saves words as the server names them, and tells of faults as the page does. */
async function saveWords(
  { region, condition, ...rest }: Partial<Words>,
  save: (fields: SaveDraftInput) => Promise<Outcome<void>>,
): Promise<Outcome<void>> {
  const regionCode = region?.code;
  const outcome = await save({ ...rest, ...(condition && { condition }), ...(regionCode && { regionCode }) });
  if (outcome.ok || outcome.error.details.field === undefined) return outcome;
  const field = String(outcome.error.details.field).replace('regionCode', 'region');
  return { ok: false, error: { ...outcome.error, details: { field } } };
}

/** The words of a listing: what the server has, over it what is written here, which is saved while it is written. */
export function useWords(listing: ListingDto, save: (fields: SaveDraftInput) => Promise<Outcome<void>>) {
  const [written, setWritten] = useState<Partial<Words>>({});
  const server = wordsOf(listing);
  const latest = useRef(server);
  useEffect(() => {
    latest.current = server;
  });
  const [kept] = useState(() => unsavedWords(listing.id, () => latest.current));
  const { saver, state } = useAutosave<Words>((words) => saveWords(words, save), kept);
  const change = useCallback(
    (words: Partial<Words>) => {
      setWritten((before) => ({ ...before, ...words }));
      saver.change(words);
    },
    [saver],
  );
  useEffect(() => {
    const unsaved = kept.takeUp();
    if (Object.keys(unsaved).length > 0) change(unsaved);
  }, [kept, change]);
  return { words: { ...server, ...written }, change, saver, state };
}
