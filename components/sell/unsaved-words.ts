import { z } from 'zod';
import { forgetAllOf } from '@/components/remembered';
import { conditionSchema } from '@/lib/listings/schema';
import { regionCodeSchema } from '@/lib/regions/schema';
import type { Keep } from './autosave';
import type { Words } from './missing-fields';

const names = z.object({ ko: z.string(), en: z.string() });
const wordsSchema = z
  .object({
    title: z.string(),
    description: z.string(),
    priceWon: z.number().nullable(),
    condition: conditionSchema.nullable(),
    region: z.object({ code: regionCodeSchema, name: names, fullName: names }).nullable(),
  })
  .partial();
/** One field each: what was written, and what the server may have had when it was written. */
const keptSchema = z.object({ words: wordsSchema, over: z.array(wordsSchema) });

const prefix = 'unsaved:';
const fieldNames = ['title', 'description', 'priceWon', 'condition', 'region'] as const;
type Name = (typeof fieldNames)[number];

const only = (words: Partial<Words>, name: Name): Partial<Words> => ({ [name]: words[name] });

/** The server takes away the space around a text. */
function isSame(name: Name, one: Partial<Words>, other: Partial<Words>): boolean {
  const plain = (value: unknown) => JSON.stringify(typeof value === 'string' ? value.trim() : value);
  return plain(one[name]) === plain(other[name]);
}

/**
 * The unsaved words of one listing, in this browser: they outlive a reload, a closed tab and a lost network. Every field
 * is kept on its own, since two tabs may write about one listing. Without storage they live as long as the page.
 * @param onServer what the page knows the server to have
 */
export function unsavedWords(
  listingId: string,
  onServer: () => Words,
): Keep<Words> & { takeUp(): Partial<Words> } {
  const keyOf = (name: Name) => `${prefix}${listingId}:${name}`;
  let savedHere: Partial<Words> = {};
  return {
    keep(unsaved, sent) {
      for (const name of fieldNames) {
        if (!(name in unsaved)) continue;
        const over = [onServer(), savedHere, sent].filter((words) => name in words);
        const kept = { words: only(unsaved, name), over: over.map((words) => only(words, name)) };
        orNothing(() => localStorage.setItem(keyOf(name), JSON.stringify(kept)));
      }
    },
    saved(words) {
      savedHere = { ...savedHere, ...words };
      for (const name of fieldNames) {
        if (name in words) orNothing(() => localStorage.removeItem(keyOf(name)));
      }
    },
    /** What an earlier visit could not save, without what somebody has written otherwise since. */
    takeUp() {
      const fields = fieldNames.map((name) => orNothing(() => take(keyOf(name), name, onServer())));
      return Object.assign({}, ...fields);
    },
  };
}

function take(key: string, name: Name, server: Words): Partial<Words> {
  const kept = localStorage.getItem(key);
  if (kept === null) return {};
  localStorage.removeItem(key);
  const { words, over } = keptSchema.parse(JSON.parse(kept));
  const stands = over.some((before) => isSame(name, before, server));
  return stands && !isSame(name, words, server) ? words : {};
}

/** Storage may be full or forbidden, and what lies in it may be of another time. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Forgets what was written about any listing and not saved. Never throws. */
export const forgetUnsavedWords = (): void => forgetAllOf(prefix);
