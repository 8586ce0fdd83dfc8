import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { viewerOrSignIn } from '@/app/auth/viewer';
import { LiveThread } from '@/app/client/live-thread';
import { getThread } from '@/lib/chat/conversations';
import { AppError } from '@/lib/errors';
import { pushKey } from '@/lib/notifications/push';

/** Read once for the page and its title. */
const load = cache(async (id: string) => {
  const viewer = await viewerOrSignIn(`/chat/${encodeURIComponent(id)}`);
  try {
    return { viewer, thread: await getThread(viewer, id) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'conversation.not_found') notFound();
    throw error;
  }
});

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ at?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { thread } = await load((await params).id);
  return { title: thread.other.name || (await getTranslations('chat'))('someone') };
}

export default async function ConversationPage({ params, searchParams }: Props) {
  const { viewer, thread } = await load((await params).id);
  // A message that was searched for.
  const at = Number((await searchParams).at);
  return (
    <LiveThread
      thread={thread}
      viewerId={viewer.id}
      pushKey={pushKey()}
      at={Number.isSafeInteger(at) && at > 0 ? at : null}
    />
  );
}
