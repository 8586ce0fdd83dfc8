import { useTranslations } from 'next-intl';
import { ButtonLink } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** Over every page whose session has ended, here or on another device: what is done from now on would be lost. */
export function SignedOutBar() {
  const t = useTranslations('nav');
  const here = window.location.pathname + window.location.search;
  return (
    <div className="fixed inset-x-0 top-0 z-50 bg-paper p-3 shadow-lg" data-testid="signed-out">
      <div className="mx-auto max-w-page">
        <Notice
          kind="error"
          action={
            <ButtonLink href={`/sign-in?next=${encodeURIComponent(here)}`}>{t('signInAgain')}</ButtonLink>
          }
        >
          {t('signedOut')}
        </Notice>
      </div>
    </div>
  );
}
