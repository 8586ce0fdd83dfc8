import type { Locale } from '@/lib/accounts/schema';
import type messages from '@/messages/ko.json';

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
  }
}
