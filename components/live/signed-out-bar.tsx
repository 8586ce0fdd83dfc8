import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { ButtonLink } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/**
 * Over every page whose session has ended, here or on another device: what is done from now on would be lost. Not over
 * the one where one signs in again.
 */
export function SignedOutBar() {
  const t = useTranslations('nav');
  const path = usePathname();
  const query = useSearchParams().toString();
  if (path === '/sign-in') return null;
  const here = query ? `${path}?${query}` : path;
  return (
    <div className="fixed inset-x-0 top-0 z-50 bg-paper p-3 shadow-float" data-testid="signed-out">
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
