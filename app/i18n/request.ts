import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { currentViewer } from '@/app/auth/viewer';
import { type Locale, localeSchema } from '@/lib/accounts/schema';
import { preferredLocale } from './preferred-locale';

/**
 * The language is not in the path: what the person chose on this device (cookie) or on another one (their profile),
 * else what the browser asks for, else Korean.
 */
export default getRequestConfig(async () => {
  const chosen = localeSchema.safeParse((await cookies()).get('locale')?.value);
  const locale = chosen.success ? chosen.data : await likelyLocale();
  const messages =
    locale === 'en'
      ? (await import('@/messages/en.json')).default
      : (await import('@/messages/ko.json')).default;
  return { locale, messages, timeZone: 'Asia/Seoul' };
});

async function likelyLocale(): Promise<Locale> {
  const viewer = await currentViewer();
  return viewer?.locale ?? preferredLocale((await headers()).get('accept-language'));
}
