'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Icon } from '@/components/ui/icon';
import { Picture } from '@/components/ui/picture';
import type { ScanReportDto } from '@/lib/scans/schema';
import { directionOf, heightOf } from './directions';
import { type RingSlot, ringSlots } from './ring-slots';

type Frame = ScanReportDto['frames'][number];

/** On the circle seen from above, the front nearest to the reader; in percent of the square. */
function place(azimuthDegrees: number, radiusPercent: number) {
  const angle = (azimuthDegrees * Math.PI) / 180;
  return {
    left: `${(50 + radiusPercent * Math.sin(angle)).toFixed(2)}%`,
    top: `${(50 + radiusPercent * Math.cos(angle)).toFixed(2)}%`,
  };
}

/** Where a frame was filmed from, and whether it is a weak one, in words. */
function useFrameWords(): (frame: Frame) => string {
  const t = useTranslations('scan.verdict');
  return (frame) =>
    [
      t(`direction.${directionOf(frame.azimuthDegrees)}`),
      t(`height.${heightOf(frame.elevationDegrees)}`),
      ...(frame.weak ? [t('weakFrame')] : []),
    ].join(', ');
}

/** The chosen frames round the item, as it is seen from above. One is looked at in the middle; arrow keys go round. */
export function FrameRing({ frames }: { frames: readonly Frame[] }) {
  const t = useTranslations('scan.verdict');
  const words = useFrameWords();
  const slots = ringSlots(frames);
  const [chosen, setChosen] = useState<Frame | null>(null);
  const seen = chosen ?? slots.find((slot) => slot.frame)?.frame;
  const lost = frames.filter((frame) => !frame.solved).length;
  if (!seen) return null;
  return (
    <fieldset className="flex min-w-0 flex-col gap-3" data-testid="frame-ring">
      <legend className="mb-3 font-semibold text-sm">{t('frames')}</legend>
      <div className="relative mx-auto aspect-square w-full max-w-96 rounded-full bg-stage">
        <Slots slots={slots} seen={seen} onChoose={setChosen} />
        <Picture
          src={seen.url}
          alt={words(seen)}
          className="absolute top-1/2 left-1/2 size-[46%] -translate-x-1/2 -translate-y-1/2 rounded-control object-cover"
        />
      </div>
      <p className="text-center text-sm">{words(seen)}</p>
      <p className="text-ink-soft text-sm">
        {t('framesHelp')}
        {lost > 0 && ` ${t('lostFrames', { count: lost })}`}
      </p>
    </fieldset>
  );
}

function Slots({
  slots,
  seen,
  onChoose,
}: {
  slots: readonly RingSlot[];
  seen: Frame;
  onChoose(frame: Frame): void;
}) {
  const t = useTranslations('scan.verdict');
  const name = useId();
  return (
    <>
      {slots.map(({ azimuthDegrees, frame }) =>
        frame ? (
          <Thumbnail
            key={azimuthDegrees}
            name={name}
            frame={frame}
            place={place(azimuthDegrees, 43)}
            chosen={frame === seen}
            onChoose={() => onChoose(frame)}
          />
        ) : (
          <span
            key={azimuthDegrees}
            className="absolute size-1.5 -translate-x-1/2 -translate-y-1/2 rounded-full bg-ink-soft"
            style={place(azimuthDegrees, 43)}
          />
        ),
      )}
      {(['front', 'right', 'back', 'left'] as const).map((side, index) => (
        <span
          key={side}
          aria-hidden
          className="absolute -translate-x-1/2 -translate-y-1/2 font-semibold text-ink-soft text-xs"
          style={place(index * 90, 31)}
        >
          {t(`direction.${side}`)}
        </span>
      ))}
    </>
  );
}

function Thumbnail({
  name,
  frame,
  place,
  chosen,
  onChoose,
}: {
  name: string;
  frame: Frame;
  place: { left: string; top: string };
  chosen: boolean;
  onChoose(): void;
}) {
  const words = useFrameWords();
  const border = frame.weak ? 'border-ink-soft border-dashed' : 'border-surface';
  return (
    <label
      className="absolute size-[11%] -translate-x-1/2 -translate-y-1/2 cursor-pointer rounded-control has-checked:z-10 has-focus-visible:outline-2 has-focus-visible:outline-brand"
      style={place}
      title={words(frame)}
      data-weak={frame.weak}
    >
      <input
        type="radio"
        name={name}
        checked={chosen}
        onChange={onChoose}
        aria-label={words(frame)}
        className="absolute inset-0 cursor-pointer appearance-none rounded-control outline-none"
      />
      <Picture
        src={frame.url}
        alt=""
        loading="lazy"
        className={`pointer-events-none size-full rounded-control border-2 object-cover ${chosen ? 'border-ink' : border}`}
      />
      {frame.weak && (
        <span className="pointer-events-none absolute -right-1 -bottom-1 rounded-full bg-surface p-0.5">
          <Icon of={TriangleAlert} className="size-3" />
        </span>
      )}
    </label>
  );
}
