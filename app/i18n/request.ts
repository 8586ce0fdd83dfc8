import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { localeSchema } from '@/lib/accounts/schema';
import { preferredLocale } from './preferred-locale';

/** The language is not in the path: what the person chose (cookie), else what the browser asks for, else Korean. */
export default getRequestConfig(async () => {
  const chosen = localeSchema.safeParse((await cookies()).get('locale')?.value);
  const locale = chosen.success ? chosen.data : preferredLocale((await headers()).get('accept-language'));
  const messages =
    locale === 'en'
      ? (await import('@/messages/en.json')).default
      : (await import('@/messages/ko.json')).default;
  return { locale, messages, timeZone: 'Asia/Seoul' };
});
