'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { Outcome } from '@/components/outcome';
import { Segmented } from '@/components/ui/segmented';
import { ArLink } from '@/components/viewer/ar-link';
import { ModelViewer } from '@/components/viewer/model-viewer';
import type { OrbitHandle, Spot } from '@/components/viewer/orbit';
import type { Pose } from '@/components/viewer/pose';
import type { PhotoDto } from '@/lib/media/schema';
import type { ScanState } from '@/lib/protocol/scan-state';
import { AskSpot } from './ask-spot';
import { PhotoGallery } from './photo-gallery';

type View = 'model' | 'photos';

/** The thing itself, first on its page. One switch where there is both a model and photos; the model comes first. */
export function ListingStage({
  title,
  photos,
  scan,
  start,
  ask,
}: {
  title: string;
  photos: readonly PhotoDto[];
  /** A scan with a model, or none. */
  scan: ScanState | null;
  /** Where the camera begins; null for the usual place. */
  start: Pose | null;
  /** Asks the seller about what is seen, and leaves the page; null for the seller. */
  ask: ((spot: Spot) => Promise<Outcome<unknown>>) | null;
}) {
  const t = useTranslations('listing');
  const [chosen, setChosen] = useState<View>('model');
  const [active, setActive] = useState(false);
  const orbit = useRef<OrbitHandle>(null);
  const modelUrl = scan?.modelUrl ?? null;
  const view: View = modelUrl ? chosen : 'photos';
  return (
    <div className="flex flex-col gap-3">
      <div className="aspect-4/5 max-h-[70dvh] w-full overflow-hidden bg-stage md:max-h-[calc(100dvh-12rem)] md:rounded-card">
        {view === 'model' && modelUrl ? (
          <ModelViewer
            key={modelUrl}
            title={title}
            modelUrl={modelUrl}
            previewUrl={scan?.previewUrl ?? null}
            modelBytes={scan?.modelBytes ?? 0}
            posterUrl={scan?.posterUrl ?? null}
            start={start}
            orbit={orbit}
            onActive={setActive}
          />
        ) : (
          <PhotoGallery title={title} photos={photos} />
        )}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2 px-4 empty:hidden md:px-0">
        {modelUrl && photos.length > 0 && (
          <Segmented<View>
            legend={t('view')}
            hideLegend
            value={view}
            choices={[
              { value: 'model', label: t('model') },
              { value: 'photos', label: t('photos') },
            ]}
            onChange={setChosen}
          />
        )}
        {ask && active && view === 'model' && <AskSpot orbit={orbit} ask={ask} />}
        {scan?.usdzUrl && scan.posterUrl && <ArLink usdzUrl={scan.usdzUrl} posterUrl={scan.posterUrl} />}
      </div>
    </div>
  );
}
