import { useLocale, useTranslations } from 'next-intl';
import { elapsedSince } from './elapsed';

/**
 * How long ago something was, in words; from a month on, its date. Within a sentence it is a long one: in Korean the
 * medium one ends with a full stop.
 */
export function useAgo(dateStyle: 'medium' | 'long' = 'medium'): (iso: string) => string {
  const t = useTranslations('time');
  const locale = useLocale();
  return (iso) => {
    const elapsed = elapsedSince(iso, Date.now());
    if (elapsed.unit === 'now') return t('now');
    if (elapsed.unit !== 'date') return t(elapsed.unit, { count: elapsed.count });
    return new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'Asia/Seoul' }).format(new Date(iso));
  };
}

export function TimeAgo({ iso }: { iso: string }) {
  const ago = useAgo();
  // The minute may turn between the server's words and the browser's.
  return (
    <time dateTime={iso} suppressHydrationWarning>
      {ago(iso)}
    </time>
  );
}
