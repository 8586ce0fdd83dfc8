import type { Viewer } from '@/lib/accounts/schema';
import { countUnread as countUnreadNotices } from '@/lib/notifications/service';
import { inTime } from '@/lib/platform/in-time';
import { logger } from '@/lib/platform/logger';
import { countUnread as countUnreadMessages } from './conversations';

/** Every page has them, so that no page waits longer for a document store that is away. */
const answerWaitMs = 1_000;

/** The numbers on the badges; null where they are not known: the socket tells them later. */
export interface Badges {
  unread: number | null;
  notices: number | null;
}

/** Never throws. */
export async function badgesOf(viewer: Viewer): Promise<Badges> {
  const [unread, notices] = await Promise.all([
    known(countUnreadMessages(viewer)),
    known(countUnreadNotices(viewer)),
  ]);
  return { unread, notices };
}

function known(count: Promise<number>): Promise<number | null> {
  const orNull = count.catch((error: unknown) => {
    logger.warn({ err: error }, 'a badge was not counted');
    return null;
  });
  return inTime(orNull, answerWaitMs, null);
}
