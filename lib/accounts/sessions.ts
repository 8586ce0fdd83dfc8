import { inTime } from '@/lib/platform/in-time';
import { logger } from '@/lib/platform/logger';
import { publishAll } from '@/lib/platform/publisher';
import { limitRate } from '@/lib/platform/rate-limit';
import { sessionsChannel } from '@/lib/protocol/pubsub';
import * as repository from './repository';
import type { Viewer } from './schema';
import { findViewer } from './service';

/** Ends every session of a person: from now on no cookie and no ticket of theirs counts, and their sockets close. */
export async function signOutEverywhere(viewer: Viewer): Promise<void> {
  await repository.countUpTokenVersion(viewer.id);
  await announceEnd(viewer.id);
}

/** A hint must not hold anybody up. */
const announceWaitMs = 1000;

/**
 * Tells the chat servers that sessions of a person have ended, once the store says so. A hint: a server that misses it
 * finds out by `endedSessions`.
 */
export async function announceEnd(userId: string): Promise<void> {
  const told = publishAll([{ channel: sessionsChannel.name, message: JSON.stringify({ userId }) }]).catch(
    (error: unknown) => logger.warn({ err: error, userId }, 'the end of the sessions was not announced'),
  );
  await inTime(told, announceWaitMs, undefined);
}

export interface OpenSession {
  userId: string;
  tokenVersion: number;
}

/**
 * Whether a cookie may be renewed: not of somebody who was banned meanwhile. While the store is away it may, since a
 * renewal that fails is a cookie deleted; nobody gets anything by it, for every use of it asks again.
 */
export async function mayBeRenewed({ userId, tokenVersion }: OpenSession): Promise<boolean> {
  try {
    return (await findViewer(userId, tokenVersion)) !== null;
  } catch (error) {
    logger.warn({ err: error, userId }, 'a session was renewed unasked');
    return true;
  }
}

/** Far above what a person does, and what their pages do for them: beside the narrower limits of what costs more. */
const deedsPerMinute = 600;

/** Counts an action or a call of a handler. Throws rate.limited. */
export const countDeed = (viewer: Viewer): Promise<void> => limitRate('deed', viewer.id, deedsPerMinute, 60);

/** Those of these sessions that do not count any more: banned, signed out everywhere, or gone. One query. */
export async function endedSessions<T extends OpenSession>(sessions: readonly T[]): Promise<T[]> {
  const valid = await repository.findTokenVersions([...new Set(sessions.map(({ userId }) => userId))]);
  return sessions.filter(({ userId, tokenVersion }) => valid.get(userId) !== tokenVersion);
}
