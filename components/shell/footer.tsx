'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';

export function Footer() {
  const t = useTranslations('footer');
  const path = usePathname();
  // A conversation fills the screen to its last line.
  if (path.startsWith('/chat/')) return null;
  return (
    <footer className="mx-auto mt-auto w-full max-w-page px-4 pt-12 pb-24 text-ink-soft text-xs md:pb-8">
      <div className="flex flex-col gap-1 border-line border-t pt-4">
        <p>{t('about')}</p>
        <p>{t('regions')}</p>
        <p>{t('models')}</p>
        <p>{t('font')}</p>
      </div>
    </footer>
  );
}
