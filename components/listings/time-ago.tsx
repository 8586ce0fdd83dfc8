import { useLocale, useTranslations } from 'next-intl';
import { elapsedSince } from './elapsed';

/** How long ago something was; from a month on, its date. */
export function TimeAgo({ iso }: { iso: string }) {
  const t = useTranslations('time');
  const locale = useLocale();
  const elapsed = elapsedSince(iso, Date.now());
  const words = () => {
    if (elapsed.unit === 'now') return t('now');
    if (elapsed.unit !== 'date') return t(elapsed.unit, { count: elapsed.count });
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'Asia/Seoul' }).format(
      new Date(iso),
    );
  };
  // The minute may turn between the server's words and the browser's.
  return (
    <time dateTime={iso} suppressHydrationWarning>
      {words()}
    </time>
  );
}
