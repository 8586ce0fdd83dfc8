import { logger } from './logger';
import { publish } from './publisher';

/** Publishes what others may like to know. Never fails: what is lost is read from the store later. */
export function hint(channel: string, message: object): void {
  publish(channel, JSON.stringify(message)).catch((error: unknown) =>
    logger.debug({ err: error, channel }, 'a hint was not published'),
  );
}
