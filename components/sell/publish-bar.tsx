'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { AutosaveState } from './autosave';
import type { RequiredField } from './missing-fields';
import { SaveState } from './save-state';

const sentences = {
  photos: 'missingPhotos',
  title: 'missingTitle',
  priceWon: 'missingPriceWon',
  condition: 'missingCondition',
  regionCode: 'missingRegionCode',
} as const satisfies Record<RequiredField, string>;

/** Takes the person to the field: a group gets the focus at its first choice. */
function goTo(field: RequiredField): void {
  const target = document.getElementById(field);
  target?.scrollIntoView({ block: 'center' });
  const inner = field === 'condition' ? target?.querySelector<HTMLElement>('input') : null;
  (inner ?? target)?.focus({ preventScroll: true });
}

/** What is missing, each leading to its place: said when publishing was tried, and gone as it is filled in. */
export function MissingList({ missing }: { missing: readonly RequiredField[] }) {
  const t = useTranslations('sell');
  return (
    <div role="alert" className="flex flex-col gap-2 text-sm" data-testid="missing">
      <p>{t('missing')}</p>
      <ul className="flex flex-wrap gap-2">
        {missing.map((field) => (
          <li key={field}>
            <button
              type="button"
              onClick={() => goTo(field)}
              className="min-h-11 rounded-full border border-red bg-surface px-4 font-semibold text-sm"
            >
              {t(sentences[field])}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const labels = {
  publish: { now: 'publish', busy: 'publishing' },
  finish: { now: 'done', busy: 'saving' },
} as const;

/** The main action, above the thumb, with the state of saving beside it. */
export function PublishBar({
  status,
  deed,
  busy,
  onPress,
}: {
  status: AutosaveState<object>['status'];
  /** What others see already is not published once more: the editing of it is finished. */
  deed: keyof typeof labels;
  busy: boolean;
  onPress(): void;
}) {
  const t = useTranslations('sell');
  return (
    <div className="flex items-center justify-between gap-4">
      <SaveState status={status} />
      <Button look="primary" onClick={onPress} aria-disabled={busy} className="shrink-0">
        {t(labels[deed][busy ? 'busy' : 'now'])}
      </Button>
    </div>
  );
}
