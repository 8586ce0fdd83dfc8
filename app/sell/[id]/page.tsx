import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { viewerOrSignIn } from '@/app/auth/viewer';
import { LiveSellForm } from '@/app/client/live-sell-form';
import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { getListing } from '@/lib/listings/service';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sell'))('heading') };
}

/** What is not one's own cannot be edited, and answers as if it were not there. */
async function ownListing(viewer: Viewer, id: string) {
  try {
    const listing = await getListing(viewer, id);
    return listing.mine ? listing : notFound();
  } catch (error) {
    if (error instanceof AppError && error.code === 'listing.not_found') notFound();
    throw error;
  }
}

export default async function SellEditPage({ params }: Props) {
  const { id } = await params;
  const listing = await ownListing(await viewerOrSignIn(`/sell/${id}`), id);
  const t = await getTranslations('sell');
  return (
    <div className="mx-auto max-w-text px-4 pt-4 md:pt-6">
      <h1 className="mb-6 font-bold text-xl">{t(listing.status === 'draft' ? 'heading' : 'editHeading')}</h1>
      <LiveSellForm key={listing.id} listing={listing} />
    </div>
  );
}
