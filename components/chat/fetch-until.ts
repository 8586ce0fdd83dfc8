/** So many pages are fetched to come to one message. Who wants to go farther back scrolls. */
export const maxPages = 20;

interface Pages {
  /** The number of the oldest message that is known. */
  firstSeq(): number;
  /** Brings the page before it, where there is one and the network has it. */
  fetchOlder(): Promise<void>;
}

/**
 * Fetches page after page until this number is there.
 * @returns whether it is; null when the page was left meanwhile
 */
export async function fetchUntil(
  { firstSeq, fetchOlder }: Pages,
  seq: number,
  left: AbortSignal,
): Promise<boolean | null> {
  for (let page = 0; firstSeq() > seq && page < maxPages; page += 1) {
    const before = firstSeq();
    await fetchOlder();
    if (left.aborted) return null;
    if (firstSeq() === before) return false;
  }
  return firstSeq() <= seq;
}
