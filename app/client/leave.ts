import { signOut } from 'next-auth/react';
import { forgetDrafts } from '@/components/chat/drafts';
import { forgetFiles } from '@/components/chat/kept-files';
import { tellTabsSignedOut } from '@/components/live/session-end';
import { stopPush } from '@/components/push/browser-push';
import { forgetUnsavedWords } from '@/components/sell/unsaved-words';

/**
 * Leaves this browser to whoever sits here next: no more notifications, nothing of the conversations, words and
 * photos that were not sent, and nothing of what was written about a listing and not saved.
 */
export async function forgetHere(): Promise<void> {
  forgetDrafts();
  forgetUnsavedWords();
  await Promise.all([stopPush(), forgetFiles()]);
}

/**
 * Signs out, then forgets: who cannot sign out for want of a network still has what was not sent. Its other tabs end with
 * this one: they have the same session. Throws when nobody was signed out.
 */
export async function leave(callbackUrl = '/'): Promise<void> {
  const { url } = await signOut({ callbackUrl, redirect: false });
  // next-auth goes on without its token when that could not be fetched, and is then asked for it instead.
  if (!url || url.endsWith('?csrf=true')) throw new Error('nobody was signed out');
  await forgetHere();
  tellTabsSignedOut();
  window.location.assign(url);
}
