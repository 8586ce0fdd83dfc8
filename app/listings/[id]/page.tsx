import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { remove } from '@/app/actions/listings';
import { currentViewer } from '@/app/auth/viewer';
import { ChatButton } from '@/app/client/chat-button';
import { LiveStage } from '@/app/client/live-stage';
import { ListingFacts } from '@/components/listings/listing-facts';
import { OwnerBar } from '@/components/listings/owner-bar';
import { readPoseParameter } from '@/components/viewer/pose-parameter';
import { AppError } from '@/lib/errors';
import { getListing } from '@/lib/listings/service';

/** Read once for the page and its title. */
const load = cache(async (id: string) => {
  try {
    return await getListing(await currentViewer(), id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'listing.not_found') notFound();
    throw error;
  }
});

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ at?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const listing = await load((await params).id);
  const t = await getTranslations('card');
  return { title: listing.title || t('untitled'), description: listing.description.slice(0, 160) };
}

export default async function ListingPage({ params, searchParams }: Props) {
  const listing = await load((await params).id);
  const viewer = await currentViewer();
  // A spot of the model, from a card in a chat.
  const { at } = await searchParams;
  return (
    <article className="mx-auto max-w-page md:grid md:grid-cols-[3fr_2fr] md:items-start md:gap-8 md:px-4 md:py-6">
      <LiveStage
        key={String(at)}
        listing={listing}
        viewerId={viewer?.id ?? null}
        start={readPoseParameter(typeof at === 'string' ? at : undefined)}
      />
      <div className="px-4 py-6 md:sticky md:top-20 md:px-0 md:py-0">
        <ListingFacts
          listing={listing}
          actions={
            listing.mine ? (
              <OwnerBar listing={listing} remove={remove.bind(null, listing.id)} />
            ) : (
              <ChatButton listingId={listing.id} />
            )
          }
        />
      </div>
    </article>
  );
}
