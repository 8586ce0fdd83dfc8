'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useOptimistic, useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { type Theme, themeSchema } from '@/components/shell/theme';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { type Locale, localeSchema } from '@/lib/accounts/schema';

/** Language and brightness, kept in cookies so that the server's first answer is right already. */
export function DisplaySettings({
  theme,
  chooseTheme,
  chooseLocale,
}: {
  theme: Theme;
  chooseTheme(theme: Theme): Promise<Outcome<void>>;
  chooseLocale(locale: Locale): Promise<Outcome<void>>;
}) {
  const t = useTranslations('settings');
  const failureText = useFailureText();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [, startTransition] = useTransition();
  const [shownTheme, showTheme] = useOptimistic(theme);
  const [shownLocale, showLocale] = useOptimistic<Locale>(useLocale());
  const choosing =
    <T,>(show: (value: T) => void, keep: (value: T) => Promise<Outcome<void>>) =>
    (value: T) =>
      startTransition(async () => {
        show(value);
        const outcome = await settle(keep(value));
        setFailure(outcome.ok ? null : outcome.error);
      });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-8">
        <Segmented
          legend={t('language')}
          value={shownLocale}
          choices={localeSchema.options.map((value) => ({ value, label: t(value) }))}
          onChange={choosing(showLocale, chooseLocale)}
        />
        <Segmented
          legend={t('theme')}
          value={shownTheme}
          choices={themeSchema.options.map((value) => ({ value, label: t(value) }))}
          onChange={choosing(showTheme, chooseTheme)}
        />
      </div>
      {failure && <Notice kind="error">{failureText(failure)}</Notice>}
    </div>
  );
}
