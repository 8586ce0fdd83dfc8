import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { viewerOrSignIn } from '@/app/auth/viewer';
import { LiveInbox } from '@/app/client/live-inbox';
import { ButtonLink } from '@/components/ui/button';
import { inboxPage, inboxUpTo } from '@/lib/chat/conversations';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('chat'))('heading') };
}

/** How many conversations of the list were asked for: in the address, so that it stays so when it is read anew. */
const shownSchema = z.coerce.number().int().min(inboxPage).catch(inboxPage);

export default async function ChatPage({ searchParams }: { searchParams: Promise<{ show?: string }> }) {
  const viewer = await viewerOrSignIn('/chat');
  const t = await getTranslations('chat');
  const show = shownSchema.parse((await searchParams).show);
  const { conversations, more } = await inboxUpTo(viewer, show);
  return (
    <div className="mx-auto max-w-text px-4 py-4 md:py-6">
      <h1 className="mb-4 font-bold text-xl">{t('heading')}</h1>
      <LiveInbox conversations={conversations} />
      {more && (
        <p className="mt-4 text-center">
          <ButtonLink href={`/chat?show=${show + inboxPage}`} scroll={false}>
            {t('more')}
          </ButtonLink>
        </p>
      )}
    </div>
  );
}
