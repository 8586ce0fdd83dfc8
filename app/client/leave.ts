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
async function forgetHere(): Promise<void> {
  forgetDrafts();
  forgetUnsavedWords();
  await Promise.all([stopPush(), forgetFiles()]);
}

/** Signs out, then forgets: who cannot sign out for want of a network still has what was not sent. */
export async function leave(): Promise<void> {
  const url = await giveUpCookie('/');
  await forgetHere();
  go(url);
}

/** For those whose session the server has ended: what is here is forgotten first, whatever becomes of the cookie. */
export async function leaveAfterEnd(callbackUrl = '/'): Promise<void> {
  await forgetHere();
  go(await giveUpCookie(callbackUrl));
}

/** Returns where to go. Throws when nobody was signed out. */
async function giveUpCookie(callbackUrl: string): Promise<string> {
  const { url } = await signOut({ callbackUrl, redirect: false });
  // next-auth goes on without its token when that could not be fetched, and is then asked for it instead.
  if (!url || url.endsWith('?csrf=true')) throw new Error('nobody was signed out');
  return url;
}

/** The other tabs end with this one: they have the same session. */
function go(url: string): void {
  tellTabsSignedOut();
  window.location.assign(url);
}
