import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';

/** A form and not a link: nothing fetches it ahead of the press, and another site cannot make a browser ask for it. */
export function DownloadData() {
  const t = useTranslations('me');
  return (
    <form method="post" action="/api/me/data" className="flex flex-col items-start gap-3">
      <p className="text-ink-soft text-sm">{t('downloadNote')}</p>
      <Button type="submit">
        <Icon of={Download} />
        {t('download')}
      </Button>
    </form>
  );
}

/** Why it did not begin: the handler sends people back here with the code. */
export function DownloadFailure({ code }: { code: string }) {
  const failureText = useFailureText();
  return <Notice kind="error">{failureText({ code, details: {} })}</Notice>;
}
