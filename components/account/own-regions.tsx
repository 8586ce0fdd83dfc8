import { X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { Ref } from 'react';
import { IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { maxOwnRegions } from '@/lib/accounts/schema';
import type { RegionDto } from '@/lib/regions/schema';

/** The neighbourhoods of a person, each with the way to take it out. */
export function OwnRegions({
  ref,
  regions,
  onRemove,
}: {
  ref: Ref<HTMLUListElement>;
  regions: readonly RegionDto[];
  onRemove(index: number): void;
}) {
  const t = useTranslations('profile');
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-2">
      <p className="font-semibold text-sm">{t('regions', { limit: maxOwnRegions })}</p>
      {regions.length === 0 && <p className="text-ink-soft text-sm">{t('noRegions')}</p>}
      <ul ref={ref} className="flex flex-col gap-2">
        {regions.map((region, index) => (
          <li
            key={region.code}
            className="flex min-h-11 items-center justify-between gap-2 rounded-control border border-line bg-surface pl-3"
          >
            {region.fullName[locale]}
            <IconButton
              label={t('removeRegion', { name: region.name[locale] })}
              onClick={() => onRemove(index)}
            >
              <Icon of={X} />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
