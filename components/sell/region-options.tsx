'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import type { RegionDto } from '@/lib/regions/schema';

/** The list of a combobox: the input keeps the focus and the keys, the list takes pointers. Hidden while empty. */
export function RegionOptions({
  id,
  regions,
  active,
  onTake,
}: {
  id: string;
  regions: readonly RegionDto[];
  /** Which of them Enter would take. */
  active: number;
  onTake(region: RegionDto): void;
}) {
  const t = useTranslations('sell');
  const locale = useLocale();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (regions.length === 0) return;
    // Near the end of the page there is no room beneath the field until the page is scrolled.
    list.current?.scrollIntoView({ block: 'nearest' });
    // More are found than the list shows at once.
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [regions, active]);
  return (
    <ul
      id={id}
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the listbox of the ARIA combobox pattern
      role="listbox"
      aria-label={t('region')}
      hidden={regions.length === 0}
      className="absolute inset-x-0 top-full z-20 mt-1 max-h-72 scroll-mb-4 overflow-auto rounded-control border border-line bg-surface py-1 shadow-float"
    >
      {regions.map((region, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus
        <li
          key={region.code}
          id={`${id}-${index}`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option of the listbox above
          role="option"
          // Never reached by Tab: the input names the active option.
          tabIndex={-1}
          aria-selected={index === active}
          // Before blur, which closes the list.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(region)}
          className={`flex min-h-11 cursor-pointer items-center px-3 ${index === active ? 'bg-stage' : ''}`}
        >
          {region.fullName[locale]}
        </li>
      ))}
    </ul>
  );
}
