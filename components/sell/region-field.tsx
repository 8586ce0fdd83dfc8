'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type KeyboardEvent, useId, useState } from 'react';
import { type Outcome, settle } from '@/components/outcome';
import { useFailureText } from '@/components/ui/failure-text';
import { fieldClass } from '@/components/ui/text-field';
import type { RegionDto } from '@/lib/regions/schema';
import { RegionOptions } from './region-options';
import { useRegionSearch } from './use-region-search';

interface RegionFieldProps {
  id: string;
  region: RegionDto | null;
  onChange(region: RegionDto): void;
  findRegions(query: string): Promise<Outcome<RegionDto[]>>;
}

/** What is typed, what was found, and which of it is active. `typed` is null while nothing is looked for. */
function useCombobox({ onChange, findRegions }: Pick<RegionFieldProps, 'onChange' | 'findRegions'>) {
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const search = useRegionSearch(typed, (query) => settle(findRegions(query)));
  const open = search.status !== 'idle';
  const type = (text: string | null) => {
    setTyped(text);
    setActive(0);
  };
  const take = (chosen: RegionDto | undefined) => {
    if (!chosen) return;
    onChange(chosen);
    type(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a Korean syllable is being put together, Enter belongs to the input method.
    if (!open || event.nativeEvent.isComposing) return;
    const count = Math.max(1, search.regions.length);
    if (event.key === 'ArrowDown') setActive((active + 1) % count);
    else if (event.key === 'ArrowUp') setActive((active + count - 1) % count);
    else if (event.key === 'Enter') take(search.regions[active]);
    else if (event.key === 'Escape') type(null);
    else return;
    event.preventDefault();
  };
  return { typed, active, search, open, type, take, onKeyDown };
}

/** A combobox after the ARIA pattern: type, go down with the arrows, take with Enter, leave with Escape. */
export function RegionField({ id, region, onChange, findRegions }: RegionFieldProps) {
  const t = useTranslations('sell');
  const failureText = useFailureText();
  const locale = useLocale();
  const listId = useId();
  const { typed, active, search, open, type, take, onKeyDown } = useCombobox({ onChange, findRegions });
  const count = search.regions.length;
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-semibold text-sm">
        {t('region')}
      </label>
      <div className="relative">
        <input
          id={id}
          role="combobox"
          aria-expanded={open && count > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open && count > 0 ? `${listId}-${active}` : undefined}
          autoComplete="off"
          placeholder={t('regionPlaceholder')}
          value={typed ?? region?.fullName[locale] ?? ''}
          onChange={(event) => type(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={() => type(null)}
          onKeyDown={onKeyDown}
          className={fieldClass}
        />
        <RegionOptions id={listId} regions={open ? search.regions : []} active={active} onTake={take} />
      </div>
      <p role="status" className="min-h-5 text-ink-soft text-sm">
        {search.status === 'searching' && t('regionSearching')}
        {search.status === 'found' && (count === 0 ? t('regionNone') : t('regionCount', { count }))}
        {search.failure && failureText(search.failure)}
      </p>
    </div>
  );
}
