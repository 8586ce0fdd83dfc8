import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('search'))('heading') };
}

export default async function SearchPage() {
  const t = await getTranslations('search');
  return (
    <div className="mx-auto max-w-page px-4 py-4 md:py-6">
      <h1 className="font-bold text-xl">{t('heading')}</h1>
      <EmptyState
        action={
          <ButtonLink href="/" look="primary">
            {t('home')}
          </ButtonLink>
        }
      >
        {t('empty')}
      </EmptyState>
    </div>
  );
}
