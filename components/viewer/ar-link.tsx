'use client';

import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { Picture } from '@/components/ui/picture';

const never = () => () => undefined;

/** Whether this browser opens USDZ in the room: Safari on iPhone, iPad and Vision says so itself. */
const opensInRoom = () => document.createElement('a').relList.supports('ar');

/**
 * Puts the thing into the room where the device can. Quick Look opens only from a link whose first child is a picture.
 * Its size is the person's to set: a scan from pictures alone knows none.
 */
export function ArLink({ usdzUrl, posterUrl }: { usdzUrl: string; posterUrl: string }) {
  const t = useTranslations('viewer');
  const supported = useSyncExternalStore(never, opensInRoom, () => false);
  if (!supported) return null;
  return (
    <a
      rel="ar"
      href={`${usdzUrl}#allowsContentScaling=1`}
      className="flex min-h-11 items-center gap-2 rounded-full border border-line bg-surface py-1 pr-4 pl-1.5 font-semibold text-sm transition-opacity hover:opacity-85"
    >
      <Picture src={posterUrl} alt="" className="size-8 rounded-full bg-stage object-contain" />
      <span>{t('ar')}</span>
    </a>
  );
}
