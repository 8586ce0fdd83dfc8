import { signOut } from 'next-auth/react';
import { stopPush } from '@/components/push/browser-push';

/** Leaves this browser, with the notifications that it was given. */
export async function leave(): Promise<void> {
  await stopPush();
  await signOut({ callbackUrl: '/' });
}
