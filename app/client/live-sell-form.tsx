'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { publish, saveListing } from '@/app/actions/listings';
import { findRegions } from '@/app/actions/regions';
import { useScan } from '@/components/live/use-scan';
import { ScanCard } from '@/components/scan/scan-card';
import { ScanDone } from '@/components/scan/scan-done';
import { SellForm } from '@/components/sell/sell-form';
import type { ListingDto } from '@/lib/listings/schema';
import { isAtWork, type ScanState } from '@/lib/protocol/scan-state';
import type { ScanReportDto } from '@/lib/scans/schema';
import { uploadApi } from './api';
import { useScanActions } from './use-scan-actions';

/** The selling page, wired to the server. */
export function LiveSellForm({ listing }: { listing: ListingDto }) {
  const router = useRouter();
  const onChanged = useCallback(() => router.refresh(), [router]);
  const { scan, failedScan } = listing;
  return (
    <SellForm
      listing={listing}
      uploadApi={uploadApi}
      scan={
        scan && (
          <>
            {failedScan && (
              <LiveScan key={failedScan.scanId} initial={failedScan} report={null} onEnded={onChanged} />
            )}
            <LiveScan key={scan.scanId} initial={scan} report={listing.scanReport} onEnded={onChanged} />
          </>
        )
      }
      scanOpen={!scan || !isAtWork(scan.status)}
      save={(fields) => saveListing(listing.id, fields)}
      publish={() => publish(listing.id)}
      leave={() => router.push(`/listings/${listing.id}`)}
      findRegions={findRegions}
      onChanged={onChanged}
    />
  );
}

function LiveScan({
  initial,
  report,
  onEnded,
}: {
  initial: ScanState;
  report: ScanReportDto | null;
  onEnded(): void;
}) {
  const { scan, connected } = useScan(initial, onEnded);
  const actions = useScanActions();
  if (scan.status === 'done') return <ScanDone report={report} />;
  return (
    <ScanCard
      scan={scan}
      report={report}
      connected={connected}
      {...actions}
      newVideoHref={null}
      modelHref={`/listings/${scan.listingId}`}
    />
  );
}
