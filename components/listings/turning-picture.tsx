'use client';

import { useRef } from 'react';
import { Picture } from '@/components/ui/picture';
import { useTurning } from './use-turning';

/**
 * A model in a list. At rest it shows the first of its pictures, which is the poster's view in the size of the others,
 * so that it does not jump when it begins to turn; the others come once somebody touches the card.
 */
export function TurningPicture({ turnUrls, eager }: { turnUrls: readonly string[]; eager: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const { asked, picture, onLoad } = useTurning(box, turnUrls.length);
  return (
    <div
      ref={box}
      className="relative size-full touch-pan-y select-none"
      data-testid="turning-picture"
      data-picture={picture ?? 'rest'}
    >
      {turnUrls.slice(0, asked ? undefined : 1).map((url, index) => (
        <Picture
          key={url}
          src={url}
          alt=""
          draggable={false}
          loading={index > 0 || eager ? 'eager' : 'lazy'}
          onLoad={index > 0 ? onLoad : undefined}
          className={`absolute inset-0 size-full object-contain ${index === (picture ?? 0) ? '' : 'opacity-0'}`}
        />
      ))}
    </div>
  );
}
