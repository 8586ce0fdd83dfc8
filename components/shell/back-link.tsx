'use client';

import { ChevronLeft } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

const topLevel = new Set(['/', '/search', '/chat', '/me']);

/** On a phone, the way out of a page that is not one of the five. A page that was opened first goes home. */
export function BackLink() {
  const t = useTranslations('nav');
  const path = usePathname();
  const router = useRouter();
  if (topLevel.has(path)) return null;
  const back = () => (window.history.length > 1 ? router.back() : router.push('/'));
  return (
    <IconButton label={t('back')} onClick={back} className="-ml-3 md:hidden">
      <Icon of={ChevronLeft} />
    </IconButton>
  );
}
