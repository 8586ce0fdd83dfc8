import { logger } from './logger';
import { type Hint, publishAll } from './publisher';

/** What nobody sees the delay of is gathered for so long: a hundred people who write cost one write to Redis. */
const gatherMs = 25;

const now: Hint[] = [];
const soon: Hint[] = [];

/**
 * Publishes what others may like to know. Never fails: what is lost is read from the store later. What is hinted in one
 * go is one write to Redis, which costs as much as all the rest of it.
 */
export function hint(channel: string, message: object): void {
  if (now.length === 0) queueMicrotask(() => publishGathered(now));
  now.push({ channel, message: JSON.stringify(message) });
}

/** The same for what may come a moment later. */
export function hintSoon(channel: string, message: object): void {
  if (soon.length === 0) setTimeout(() => publishGathered(soon), gatherMs);
  soon.push({ channel, message: JSON.stringify(message) });
}

function publishGathered(hints: Hint[]): void {
  publishAll(hints.splice(0)).catch((error: unknown) =>
    logger.debug({ err: error }, 'hints were not published'),
  );
}
