import { setTimeout as sleep } from 'node:timers/promises';
import { pushTo } from '@/lib/notifications/push';
import { withdraw } from '@/lib/notifications/service';
import { logger } from '@/lib/platform/logger';

/** What is read within this time is looked for at once: mostly there is no notice of it. */
const readMs = 200;

/** One for a conversation and a person, however much was said. */
export const noticeKey = (conversationId: string, userId: string) => `chat_${conversationId}_${userId}`;

/** A notice of a conversation, and whose it is. */
interface ChatNotice {
  key: string;
  conversationId: string;
  userId: string;
}

const noticeOf = (conversationId: string, userId: string): ChatNotice => ({
  key: noticeKey(conversationId, userId),
  conversationId,
  userId,
});

/** Those that were read, by their key. */
const read = new Map<string, ChatNotice>();
let withdrawing: Promise<void> | undefined;

/**
 * Read on one device, or not to be told of any more: the notice goes, and what other devices show. Harmless where
 * nothing was told. Never throws: the next reading does it again.
 */
export function withdrawSoon(conversationId: string, userId: string): Promise<void> {
  const notice = noticeOf(conversationId, userId);
  read.set(notice.key, notice);
  withdrawing ??= withdrawRead();
  return withdrawing;
}

async function withdrawRead(): Promise<void> {
  while (read.size > 0) {
    await sleep(readMs);
    const notices = [...read.values()];
    read.clear();
    try {
      await Promise.all((await withdraw(notices)).map(pushWithdrawal));
    } catch (error) {
      logger.warn({ err: error }, 'notices were not withdrawn');
    }
  }
  withdrawing = undefined;
}

/** Also what was pushed after its notice was withdrawn. */
export async function withdrawNow(conversationId: string, userId: string): Promise<void> {
  const notice = noticeOf(conversationId, userId);
  await withdraw([notice]);
  await pushWithdrawal(notice);
}

const pushWithdrawal = ({ userId, conversationId }: ChatNotice) =>
  pushTo(userId, () => ({ type: 'withdraw', conversationId }));

/** Resolves when all that was read until now is withdrawn: before the stores are left. */
export const allWithdrawn = async (): Promise<void> => withdrawing;
