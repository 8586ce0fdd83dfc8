'use client';

import { useRouter } from 'next/navigation';
import { ListingStage } from '@/components/listings/listing-stage';
import { useScan } from '@/components/live/use-scan';
import { ScanCard } from '@/components/scan/scan-card';
import { usePhotoPolling } from '@/components/sell/use-photo-polling';
import type { ListingDto } from '@/lib/listings/schema';
import type { ScanState } from '@/lib/protocol/scan-state';
import { fetchTicket } from './api';
import { useScanActions } from './use-scan-actions';

/** The stage of a listing and, for its seller, the scan beneath it: the model takes its place when it is done. */
export function LiveStage({ listing }: { listing: ListingDto }) {
  const router = useRouter();
  usePhotoPolling(listing.photos, () => router.refresh());
  if (!listing.scan) return <ListingStage title={listing.title} photos={listing.photos} scan={null} />;
  return <WithScan listing={listing} initial={listing.scan} />;
}

/** A model that is held back is shown to its seller, who has to judge it. */
const hasModel = (scan: ScanState) => scan.status === 'done' || scan.status === 'held';

function WithScan({ listing, initial }: { listing: ListingDto; initial: ScanState }) {
  const router = useRouter();
  const { scan, connected } = useScan(initial, fetchTicket, () => router.refresh());
  const actions = useScanActions();
  return (
    <div className="flex flex-col gap-4">
      <ListingStage
        title={listing.title}
        photos={listing.photos}
        scan={hasModel(scan) ? scan : listing.shownScan}
      />
      {listing.mine && scan.status !== 'done' && (
        <div className="px-4 md:px-0">
          <ScanCard
            scan={scan}
            connected={connected}
            {...actions}
            newVideoHref={`/sell/${listing.id}#video`}
            modelHref={null}
          />
        </div>
      )}
    </div>
  );
}
