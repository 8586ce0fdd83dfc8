'use client';

import { useTranslations } from 'next-intl';
import type { Outcome } from '@/components/outcome';
import { Segmented } from '@/components/ui/segmented';
import { fieldClass, TextField } from '@/components/ui/text-field';
import { conditions } from '@/lib/listings/schema';
import type { RegionDto } from '@/lib/regions/schema';
import type { Words } from './missing-fields';
import { PriceField } from './price-field';
import { RegionField } from './region-field';

const titleLength = 60;
const descriptionLength = 4000;

interface WordsFieldsProps {
  words: Words;
  /** What could not be saved as it is. */
  refused: readonly (keyof Words)[];
  onChange(words: Partial<Words>): void;
  findRegions(query: string): Promise<Outcome<RegionDto[]>>;
}

export function WordsFields({ words, refused, onChange, findRegions }: WordsFieldsProps) {
  const t = useTranslations('sell');
  const condition = useTranslations('condition');
  const faultOf = (field: keyof Words, fault: string) => (refused.includes(field) ? fault : null);
  return (
    <section aria-labelledby="words-heading" className="flex flex-col gap-6">
      <h2 id="words-heading" className="font-bold text-lg">
        {t('words')}
      </h2>
      <TextField
        id="title"
        label={t('title')}
        placeholder={t('titlePlaceholder')}
        maxLength={titleLength}
        autoComplete="off"
        value={words.title}
        fault={faultOf('title', t('titleRefused'))}
        onChange={({ target: { value: title } }) => onChange({ title })}
      />
      <DescriptionField value={words.description} onChange={(description) => onChange({ description })} />
      <PriceField
        id="priceWon"
        priceWon={words.priceWon}
        // Others who see it already go on seeing the last price: one that was rubbed out is refused, and stays here.
        fault={faultOf('priceWon', t('priceRefused'))}
        onChange={(priceWon) => onChange({ priceWon })}
      />
      <div id="condition" tabIndex={-1}>
        <Segmented
          legend={t('condition')}
          value={words.condition}
          choices={conditions.map((value) => ({ value, label: condition(value) }))}
          onChange={(value) => onChange({ condition: value })}
        />
      </div>
      <RegionField
        id="regionCode"
        region={words.region}
        findRegions={findRegions}
        onChange={(region) => onChange({ region })}
      />
    </section>
  );
}

/** Grows with what is written. */
function DescriptionField({ value, onChange }: { value: string; onChange(value: string): void }) {
  const t = useTranslations('sell');
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor="description" className="font-semibold text-sm">
        {t('description')}
      </label>
      <textarea
        id="description"
        rows={6}
        maxLength={descriptionLength}
        placeholder={t('descriptionPlaceholder')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={`${fieldClass} field-sizing-content min-h-36`}
      />
    </div>
  );
}
