'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useOptimistic, useTransition } from 'react';
import { type Theme, themeSchema } from '@/components/shell/theme';
import { Segmented } from '@/components/ui/segmented';
import { type Locale, localeSchema } from '@/lib/accounts/schema';

/** Language and brightness, kept in cookies so that the server's first answer is right already. */
export function DisplaySettings({
  theme,
  chooseTheme,
  chooseLocale,
}: {
  theme: Theme;
  chooseTheme(theme: Theme): Promise<void>;
  chooseLocale(locale: Locale): Promise<void>;
}) {
  const t = useTranslations('settings');
  const [, startTransition] = useTransition();
  const [shownTheme, showTheme] = useOptimistic(theme);
  const [shownLocale, showLocale] = useOptimistic<Locale>(useLocale());
  return (
    <div className="flex flex-wrap gap-8">
      <Segmented
        legend={t('language')}
        value={shownLocale}
        choices={localeSchema.options.map((value) => ({ value, label: t(value) }))}
        onChange={(value) =>
          startTransition(async () => {
            showLocale(value);
            await chooseLocale(value);
          })
        }
      />
      <Segmented
        legend={t('theme')}
        value={shownTheme}
        choices={themeSchema.options.map((value) => ({ value, label: t(value) }))}
        onChange={(value) =>
          startTransition(async () => {
            showTheme(value);
            await chooseTheme(value);
          })
        }
      />
    </div>
  );
}
