'use client';

import { useRef } from 'react';
import { Picture } from '@/components/ui/picture';
import { useTurning } from './use-turning';

/** The poster of a model and, once somebody touches the card, the pictures from all around in its very place. */
export function TurningPicture({
  posterUrl,
  turnUrls,
  eager,
}: {
  posterUrl: string;
  turnUrls: readonly string[];
  eager: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const { asked, picture, onLoad } = useTurning(box, turnUrls.length);
  const layer = (seen: boolean) => `absolute inset-0 size-full object-contain ${seen ? '' : 'opacity-0'}`;
  return (
    <div
      ref={box}
      className="relative size-full touch-pan-y select-none"
      data-testid="turning-picture"
      data-picture={picture ?? 'rest'}
    >
      <Picture
        src={posterUrl}
        alt=""
        loading={eager ? 'eager' : 'lazy'}
        className={layer(picture === null)}
      />
      {asked &&
        turnUrls.map((url, index) => (
          <Picture
            key={url}
            src={url}
            alt=""
            draggable={false}
            onLoad={onLoad}
            className={layer(picture === index)}
          />
        ))}
    </div>
  );
}
