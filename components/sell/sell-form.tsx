'use client';

import { type ReactNode, useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import type { UploadApi } from '@/components/upload/upload-api';
import type { ListingDto, SaveDraftInput } from '@/lib/listings/schema';
import type { RegionDto } from '@/lib/regions/schema';
import type { Autosaver } from './autosave';
import { missingFields, type RequiredField, type Words } from './missing-fields';
import { PhotoField } from './photo-field';
import { MissingList, PublishBar } from './publish-bar';
import { SavingFailure } from './saving-failure';
import { usePhotoPolling } from './use-photo-polling';
import { useWords } from './use-words';
import { VideoField } from './video-field';
import { WordsFields } from './words-fields';

interface SellFormProps {
  listing: ListingDto;
  uploadApi: UploadApi;
  /** The card of the scan, when there is one. */
  scan: ReactNode;
  scanOpen: boolean;
  save(fields: SaveDraftInput): Promise<Outcome<void>>;
  /** Leaves the page when it succeeds. */
  publish(): Promise<Outcome<void>>;
  /** Where the finished listing is seen. */
  leave(): void;
  findRegions(query: string): Promise<Outcome<RegionDto[]>>;
  /** Shows anew what the server knows. */
  onChanged(): void;
}

const joinable = ({ scan, scanReport, original }: ListingDto) =>
  original !== null && (scan?.status === 'done' || scan?.status === 'held') && !scanReport?.turned;

/** The main action, once at a time: publishing what is complete, or leaving what is saved. */
function useDeed({
  published,
  missing,
  saver,
  publish,
  leave,
}: {
  published: boolean;
  missing: readonly RequiredField[];
  saver: Autosaver<Words>;
  publish(): Promise<Outcome<void>>;
  leave(): void;
}) {
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, start] = useTransition();
  const onPress = () => {
    setTried(!published);
    if (busy || (!published && missing.length > 0)) return;
    start(async () => {
      setFailure(null);
      if (!(await saver.flush())) return goToRefused(saver);
      if (published) return leave();
      const outcome = await settle(publish());
      if (!outcome.ok) setFailure(outcome.error);
    });
  };
  return { tried, busy, failure, onPress };
}

/** To the first field that could not be saved as it is. What could not be saved at all is said beside the button. */
function goToRefused(saver: Autosaver<Words>): void {
  const [field] = saver.snapshot().refused;
  if (field) document.getElementById(field === 'region' ? 'regionCode' : field)?.focus();
}

/** One page from the first photo to the price. Everything is saved while it is made. */
export function SellForm({
  listing,
  uploadApi,
  scan,
  scanOpen,
  save,
  publish,
  leave,
  findRegions,
  onChanged,
}: SellFormProps) {
  const failureText = useFailureText();
  const { words, change, saver, state } = useWords(listing, save);
  usePhotoPolling(listing.photos, onChanged);

  const hasPicture = listing.photos.some((photo) => photo.status !== 'failed') || listing.scan !== null;
  const missing = missingFields(words, hasPicture);
  const published = listing.status !== 'draft';
  const { tried, busy, failure, onPress } = useDeed({ published, missing, saver, publish, leave });

  return (
    <form className="flex flex-col gap-10" onSubmit={(event) => event.preventDefault()}>
      <PhotoField listingId={listing.id} photos={listing.photos} api={uploadApi} onChanged={onChanged} />
      <VideoField
        listingId={listing.id}
        api={uploadApi}
        scan={scan}
        original={listing.original}
        open={scanOpen}
        joinable={joinable(listing)}
        onChanged={onChanged}
      />
      <WordsFields words={words} refused={state.refused} onChange={change} findRegions={findRegions} />
      <div className="sticky bottom-0 z-10 -mx-4 flex flex-col gap-3 border-line border-t bg-paper px-4 pt-3">
        {tried && missing.length > 0 && <MissingList missing={missing} />}
        {state.failure && (
          <SavingFailure failure={state.failure} listingId={listing.id} onAgain={() => saver.flush()} />
        )}
        {failure && <Notice kind="error">{failureText(failure)}</Notice>}
        <div className="pb-3">
          <div className="pb-safe">
            <PublishBar
              status={state.status}
              deed={published ? 'finish' : 'publish'}
              busy={busy}
              onPress={onPress}
            />
          </div>
        </div>
      </div>
    </form>
  );
}
