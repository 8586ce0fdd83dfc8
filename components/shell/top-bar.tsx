import { Search } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { BackLink } from './back-link';
import { BellLink } from './bell-link';
import { Navigation } from './navigation';
import { roundClass } from './round-class';
import { SignInLink } from './sign-in-link';

/** Those who are not signed in get the way in where the bell would be. */
export function TopBar({ signedIn }: { signedIn: boolean }) {
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
        <Link
          href="/search"
          className={`${roundClass} md:hidden`}
          aria-label={t('search')}
          title={t('search')}
        >
          <Icon of={Search} />
        </Link>
        {signedIn ? <BellLink /> : <SignInLink />}
      </div>
    </header>
  );
}
