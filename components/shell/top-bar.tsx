import { Bell, Search } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { BackLink } from './back-link';
import { Navigation } from './navigation';
import { SignInLink } from './sign-in-link';

const round =
  'relative inline-flex size-11 items-center justify-center rounded-full transition-opacity hover:opacity-70';

function BellLink({ unread }: { unread: number }) {
  const t = useTranslations('nav');
  return (
    <Link
      href="/notifications"
      className={round}
      title={unread > 0 ? t('unread', { count: unread }) : t('notifications')}
    >
      <Icon of={Bell} />
      <span className="sr-only">{t('notifications')} </span>
      {unread > 0 && (
        <span className="absolute top-0.5 right-0 flex h-5 min-w-5 items-center justify-center rounded-full bg-red px-1 font-semibold text-on-red text-xs tabular-nums">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}

/** `unread` is null for those who are not signed in: they get the way in where the bell would be. */
export function TopBar({ unread }: { unread: number | null }) {
  const t = useTranslations('nav');
  const meta = useTranslations('meta');
  return (
    <header className="sticky top-0 z-20 border-line border-b bg-paper">
      <a
        href="#content"
        className="sr-only rounded-control bg-surface px-4 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <div className="mx-auto flex h-bar max-w-page items-center gap-2 px-4">
        <BackLink />
        <Link href="/" className="mr-auto font-bold text-lg md:mr-6">
          {meta('title')}
        </Link>
        <div className="mr-auto">
          <Navigation at="top" />
        </div>
        <Link href="/search" className={`${round} md:hidden`} aria-label={t('search')} title={t('search')}>
          <Icon of={Search} />
        </Link>
        {unread === null ? <SignInLink /> : <BellLink unread={unread} />}
      </div>
    </header>
  );
}
