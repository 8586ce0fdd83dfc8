'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button, ButtonLink } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import type { UploadApi } from '@/components/upload/upload-api';
import type { ListingDto, SaveDraftInput } from '@/lib/listings/schema';
import type { RegionDto } from '@/lib/regions/schema';
import { missingFields, type Words } from './missing-fields';
import { PhotoField } from './photo-field';
import { MissingList, PublishBar } from './publish-bar';
import { useAutosave } from './use-autosave';
import { usePhotoPolling } from './use-photo-polling';
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
  findRegions(query: string): Promise<Outcome<RegionDto[]>>;
  /** Shows anew what the server knows. */
  onChanged(): void;
}

function wordsOf({ title, description, priceWon, condition, region }: ListingDto): Words {
  return { title, description, priceWon, condition, region };
}

const joinable = ({ scan, scanReport, original }: ListingDto) =>
  original !== null && (scan?.status === 'done' || scan?.status === 'held') && !scanReport?.turned;

/** Publishing, once at a time, and only what is complete. `publish` answers null where saving has failed already. */
function usePublishing(complete: boolean, publish: () => Promise<Outcome<void> | null>) {
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [publishing, startPublishing] = useTransition();
  const onPublish = () => {
    setTried(true);
    if (!complete || publishing) return;
    startPublishing(async () => {
      const outcome = await publish();
      setFailure(outcome && !outcome.ok ? outcome.error : null);
    });
  };
  return { tried, publishing, failure, onPublish };
}

/** One page from the first photo to the price. Everything is saved while it is made. */
export function SellForm({
  listing,
  uploadApi,
  scan,
  scanOpen,
  save,
  publish,
  findRegions,
  onChanged,
}: SellFormProps) {
  const [words, setWords] = useState(() => wordsOf(listing));
  const { saver, state } = useAutosave(save);
  usePhotoPolling(listing.photos, onChanged);

  const onWords = (shown: Partial<Words>, fields: SaveDraftInput) => {
    setWords((before) => ({ ...before, ...shown }));
    if (Object.keys(fields).length > 0) saver.change(fields);
  };

  const hasPicture = listing.photos.some((photo) => photo.status !== 'failed') || listing.scan !== null;
  const missing = missingFields(words, hasPicture);
  const { tried, publishing, failure, onPublish } = usePublishing(missing.length === 0, async () =>
    (await saver.flush()) ? settle(publish()) : null,
  );

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
      <WordsFields words={words} onChange={onWords} findRegions={findRegions} />
      <div className="sticky bottom-0 z-10 -mx-4 flex flex-col gap-3 border-line border-t bg-paper px-4 pt-3">
        {tried && missing.length > 0 && <MissingList missing={missing} />}
        <Failures failure={failure} saving={state.failure} onSaveAgain={() => saver.flush()} />
        <div className="pb-3">
          <div className="pb-safe">
            <PublishBar
              status={state.status}
              published={listing.status !== 'draft'}
              listingId={listing.id}
              publishing={publishing}
              onPublish={onPublish}
            />
          </div>
        </div>
      </div>
    </form>
  );
}

/** What could not be published, and what could not be saved. */
function Failures({
  failure,
  saving,
  onSaveAgain,
}: {
  failure: Failure | null;
  saving: Failure | null;
  onSaveAgain(): void;
}) {
  const t = useTranslations('sell');
  const failureText = useFailureText();
  // What the person can mend is said in its own words; anything else is about the line to the server.
  const mendable = saving?.code.startsWith('input.') || saving?.code.startsWith('auth.');
  const again = (
    <div className="flex flex-wrap gap-2">
      {saving?.code === 'auth.required' && (
        // In a window of its own: what is written here stays here.
        <ButtonLink href="/sign-in" target="_blank" look="primary">
          {t('signInAgain')}
        </ButtonLink>
      )}
      <Button onClick={onSaveAgain}>{t('saveAgain')}</Button>
    </div>
  );
  return (
    <>
      {saving && (
        <Notice kind="error" action={again}>
          {mendable ? failureText(saving) : t('savingFailed')}
        </Notice>
      )}
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
    </>
  );
}
