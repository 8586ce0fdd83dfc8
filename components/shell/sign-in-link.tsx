'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';

/** The way in, and back to where one was. */
export function SignInLink() {
  const t = useTranslations('nav');
  const path = usePathname();
  const next = path === '/sign-in' ? '' : `?next=${encodeURIComponent(path)}`;
  return (
    <Link href={`/sign-in${next}`} className="px-2 py-2 font-semibold text-base text-brand hover:underline">
      {t('signIn')}
    </Link>
  );
}
