import { signOut } from 'next-auth/react';
import { forgetDrafts } from '@/components/chat/drafts';
import { forgetFiles } from '@/components/chat/kept-files';
import { tellTabsSignedOut } from '@/components/live/session-end';
import { stopPush } from '@/components/push/browser-push';
import { forgetUnsavedWords } from '@/components/sell/unsaved-words';

/**
 * Leaves this browser to whoever sits here next: no more notifications, nothing of the conversations, words and
 * photos that were not sent, and nothing of what was written about a listing and not saved. Its other tabs end with this
 * one: they have the same session.
 */
export async function leave(callbackUrl = '/'): Promise<void> {
  forgetDrafts();
  forgetUnsavedWords();
  await Promise.all([stopPush(), forgetFiles()]);
  const { url } = await signOut({ callbackUrl, redirect: false });
  tellTabsSignedOut();
  window.location.assign(url);
}
