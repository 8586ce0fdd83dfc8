import { logger } from './logger';
import { type Hint, publish, publishAll } from './publisher';

/** What nobody sees the delay of is gathered for so long: a hundred people who write cost one write to Redis. */
const gatherMs = 25;

const gathered: Hint[] = [];

/** Publishes what others may like to know. Never fails: what is lost is read from the store later. */
export function hint(channel: string, message: object): void {
  quietly(publish(channel, JSON.stringify(message)));
}

/** The same for what may come a moment later. */
export function hintSoon(channel: string, message: object): void {
  if (gathered.length === 0) setTimeout(() => quietly(publishAll(gathered.splice(0))), gatherMs);
  gathered.push({ channel, message: JSON.stringify(message) });
}

function quietly(publishing: Promise<void>): void {
  publishing.catch((error: unknown) => logger.debug({ err: error }, 'a hint was not published'));
}
