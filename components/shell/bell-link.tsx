'use client';

import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useLive } from '@/components/live/live';
import { Icon } from '@/components/ui/icon';
import { roundClass } from './round-class';
import { LinesSkeleton } from './skeletons';
import { Waiting } from './waiting';

/** The way to the notices, with how many of them are unread. */
export function BellLink() {
  const { notices: unread } = useLive();
  const t = useTranslations('nav');
  return (
    <Link
      href="/notifications"
      className={roundClass}
      title={unread > 0 ? t('unread', { count: unread }) : t('notifications')}
    >
      <Icon of={Bell} />
      <span className="sr-only">{t('notifications')} </span>
      {unread > 0 && (
        <span className="absolute top-0.5 right-0 flex h-5 min-w-5 items-center justify-center rounded-full bg-red px-1 font-semibold text-on-red text-xs tabular-nums">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
      <Waiting>
        <LinesSkeleton />
      </Waiting>
    </Link>
  );
}
