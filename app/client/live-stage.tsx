'use client';

import { useRouter } from 'next/navigation';
import { ListingStage } from '@/components/listings/listing-stage';
import { useScan } from '@/components/live/use-scan';
import { ScanCard } from '@/components/scan/scan-card';
import { VerdictDetails } from '@/components/scan/scan-done';
import { UnseenNote } from '@/components/scan/unseen-note';
import { usePhotoPolling } from '@/components/sell/use-photo-polling';
import type { Pose } from '@/components/viewer/pose';
import type { ListingDto } from '@/lib/listings/schema';
import type { PhotoDto } from '@/lib/media/schema';
import type { ScanState } from '@/lib/protocol/scan-state';
import { useAskSpot } from './use-ask-spot';
import { useScanActions } from './use-scan-actions';

/** The stage of a listing and, for its seller, the scan beneath it: the model takes its place when it is done. */
export function LiveStage({
  listing,
  viewerId,
  start,
}: {
  listing: ListingDto;
  viewerId: string | null;
  /** Where the camera begins; null for the usual place. */
  start: Pose | null;
}) {
  const router = useRouter();
  usePhotoPolling(listing.photos, () => router.refresh());
  if (!listing.scan)
    return (
      <ListingStage
        title={listing.title}
        photos={shownOf(listing.photos)}
        scan={null}
        start={null}
        ask={null}
      />
    );
  return <WithScan listing={listing} initial={listing.scan} viewerId={viewerId} start={start} />;
}

/** What will never be a picture is told of where its seller adds photos, and nowhere else. */
const shownOf = (photos: readonly PhotoDto[]) => photos.filter(({ status }) => status !== 'failed');

/** A model that is held back is shown to its seller, who has to judge it. */
const hasModel = (scan: ScanState) => scan.status === 'done' || scan.status === 'held';

function WithScan({
  listing,
  initial,
  viewerId,
  start,
}: {
  listing: ListingDto;
  initial: ScanState;
  viewerId: string | null;
  start: Pose | null;
}) {
  const router = useRouter();
  const ask = useAskSpot(listing.id, viewerId);
  const { scan, connected } = useScan(initial, () => router.refresh());
  return (
    <div className="flex flex-col gap-4">
      <ListingStage
        title={listing.title}
        photos={shownOf(listing.photos)}
        scan={hasModel(scan) ? scan : listing.shownScan}
        start={start}
        ask={listing.mine ? null : ask}
      />
      {listing.mine ? (
        <div className="flex flex-col gap-4 px-4 empty:hidden md:px-0">
          {listing.failedScan && <OwnScan listing={listing} scan={listing.failedScan} connected={null} />}
          <OwnScan listing={listing} scan={scan} connected={connected} />
        </div>
      ) : (
        <UnseenNote sides={listing.scanReport?.missingSides ?? []} />
      )}
    </div>
  );
}

/** What its seller sees of a scan beneath the stage: its making, the decision about it, or what it saw. */
function OwnScan({
  listing,
  scan,
  connected,
}: {
  listing: ListingDto;
  scan: ScanState;
  connected: boolean | null;
}) {
  const actions = useScanActions();
  // The report came with the page; news of a scan can be newer than the page for a moment.
  const report = listing.scan?.scanId === scan.scanId ? listing.scanReport : null;
  if (scan.status === 'done') return report && <VerdictDetails report={report} />;
  return (
    <ScanCard
      scan={scan}
      report={report}
      connected={connected}
      {...actions}
      newVideoHref={`/sell/${listing.id}#video`}
      modelHref={null}
    />
  );
}
