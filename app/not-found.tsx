import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default async function NotFound() {
  const t = await getTranslations('page');
  const home = (
    <ButtonLink href="/" look="primary">
      {t('home')}
    </ButtonLink>
  );
  return (
    <EmptyState alone action={home}>
      {t('notFound')}
    </EmptyState>
  );
}
