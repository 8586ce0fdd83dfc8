import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { viewerOrSignIn } from '@/app/auth/viewer';
import { LiveInbox } from '@/app/client/live-inbox';
import { listInbox } from '@/lib/chat/conversations';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('chat'))('heading') };
}

export default async function ChatPage() {
  const viewer = await viewerOrSignIn('/chat');
  const t = await getTranslations('chat');
  return (
    <div className="mx-auto max-w-text px-4 py-4 md:py-6">
      <h1 className="mb-4 font-bold text-xl">{t('heading')}</h1>
      <LiveInbox conversations={await listInbox(viewer)} />
    </div>
  );
}
