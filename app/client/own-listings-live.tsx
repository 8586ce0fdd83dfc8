'use client';

import { useRouter } from 'next/navigation';
import { restore } from '@/app/actions/listings';
import { OwnListings } from '@/components/account/own-listings';
import type { ListingCardDto } from '@/lib/listings/schema';

export function OwnListingsLive({ listings }: { listings: ListingCardDto[] }) {
  const router = useRouter();
  return <OwnListings listings={listings} restore={restore} onRestored={() => router.refresh()} />;
}
