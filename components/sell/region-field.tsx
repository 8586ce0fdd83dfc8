'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type KeyboardEvent, useId, useState } from 'react';
import { type Outcome, settle } from '@/components/outcome';
import { fieldClass } from '@/components/ui/text-field';
import type { RegionDto } from '@/lib/regions/schema';
import { useRegionSearch } from './use-region-search';

interface RegionFieldProps {
  id: string;
  region: RegionDto | null;
  onChange(region: RegionDto): void;
  findRegions(query: string): Promise<Outcome<RegionDto[]>>;
}

/** A combobox after the ARIA pattern: type, go down with the arrows, take with Enter, leave with Escape. */
export function RegionField({ id, region, onChange, findRegions }: RegionFieldProps) {
  const t = useTranslations('sell');
  const locale = useLocale();
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const search = useRegionSearch(typed, async (query) => {
    const outcome = await settle(findRegions(query));
    return outcome.ok ? outcome.value : [];
  });
  const open = typed !== null && typed.trim() !== '' && search.status !== 'idle';
  const optionId = (index: number) => `${listId}-${index}`;

  const take = (chosen: RegionDto | undefined) => {
    if (!chosen) return;
    onChange(chosen);
    setTyped(null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // While a Korean syllable is being put together, Enter belongs to the input method.
    if (!open || event.nativeEvent.isComposing) return;
    const count = Math.max(1, search.regions.length);
    if (event.key === 'ArrowDown') setActive((active + 1) % count);
    else if (event.key === 'ArrowUp') setActive((active + count - 1) % count);
    else if (event.key === 'Enter') take(search.regions[active]);
    else if (event.key === 'Escape') setTyped(null);
    else return;
    event.preventDefault();
  };

  // Near the end of the page there is no room beneath the field until the page is scrolled.
  const intoView = (list: HTMLUListElement | null) => {
    if (open && search.regions.length > 0) list?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-semibold text-sm">
        {t('region')}
      </label>
      <div className="relative">
        <input
          id={id}
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open && search.regions.length > 0 ? optionId(active) : undefined}
          autoComplete="off"
          placeholder={t('regionPlaceholder')}
          value={typed ?? region?.fullName[locale] ?? ''}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onFocus={(event) => event.target.select()}
          onBlur={() => setTyped(null)}
          onKeyDown={onKeyDown}
          className={fieldClass}
        />
        <ul
          id={listId}
          ref={intoView}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the listbox of the ARIA combobox pattern
          role="listbox"
          aria-label={t('region')}
          hidden={!open || search.regions.length === 0}
          className="absolute inset-x-0 top-full z-20 mt-1 max-h-72 scroll-mb-4 overflow-auto rounded-control border border-line bg-surface py-1 shadow-float"
        >
          {search.regions.map((found, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus
            <li
              key={found.code}
              id={optionId(index)}
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option of the listbox above
              role="option"
              // Never reached by Tab: the input keeps the focus and names the active option.
              tabIndex={-1}
              aria-selected={index === active}
              // Before blur, which closes the list.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(found)}
              className={`flex min-h-11 cursor-pointer items-center px-3 ${index === active ? 'bg-stage' : ''}`}
            >
              {found.fullName[locale]}
            </li>
          ))}
        </ul>
      </div>
      <p role="status" className="min-h-5 text-ink-soft text-sm">
        {open && search.status === 'searching' && t('regionSearching')}
        {open &&
          search.status === 'found' &&
          (search.regions.length === 0
            ? t('regionNone')
            : t('regionCount', { count: search.regions.length }))}
      </p>
    </div>
  );
}
