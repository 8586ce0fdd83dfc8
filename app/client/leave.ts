import { signOut } from 'next-auth/react';
import { forgetDrafts } from '@/components/chat/drafts';
import { forgetFiles } from '@/components/chat/kept-files';
import { stopPush } from '@/components/push/browser-push';

/**
 * Leaves this browser to whoever sits here next: no more notifications, and nothing of the conversations, words and
 * photos that were not sent.
 */
export async function leave(callbackUrl = '/'): Promise<void> {
  forgetDrafts();
  await Promise.all([stopPush(), forgetFiles()]);
  await signOut({ callbackUrl });
}
