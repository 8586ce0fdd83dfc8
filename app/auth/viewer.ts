import { redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
import { cache } from 'react';
import type { Viewer } from '@/lib/accounts/schema';
import { findViewer } from '@/lib/accounts/service';
import { countDeed } from '@/lib/accounts/sessions';
import { AppError } from '@/lib/errors';
import { authOptions } from './options';

/** Who is asking, or null. Read from the store once in every request, so that a ban takes hold at the next click. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await getServerSession(authOptions());
  return session ? findViewer(session.userId, session.tokenVersion) : null;
});

/** For actions and handlers. Throws `auth.required`, `rate.limited`. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await currentViewer();
  if (!viewer) throw new AppError('auth.required');
  await countDeed(viewer);
  return viewer;
}

/** For pages: those who are not signed in are asked to, and come back to `path`. */
export async function viewerOrSignIn(path: string): Promise<Viewer> {
  return (await currentViewer()) ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
