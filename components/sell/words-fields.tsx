'use client';

import { useTranslations } from 'next-intl';
import type { Outcome } from '@/components/outcome';
import { Segmented } from '@/components/ui/segmented';
import { fieldClass, TextField } from '@/components/ui/text-field';
import { conditions, type SaveDraftInput } from '@/lib/listings/schema';
import type { RegionDto } from '@/lib/regions/schema';
import type { Words } from './missing-fields';
import { PriceField } from './price-field';
import { RegionField } from './region-field';

const titleLength = 60;
const descriptionLength = 4000;

interface WordsFieldsProps {
  words: Words;
  /** What is shown from now on, and what of it is to be saved. */
  onChange(words: Partial<Words>, save: SaveDraftInput): void;
  findRegions(query: string): Promise<Outcome<RegionDto[]>>;
}

export function WordsFields({ words, onChange, findRegions }: WordsFieldsProps) {
  const t = useTranslations('sell');
  const condition = useTranslations('condition');
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
        onChange={({ target: { value: title } }) => onChange({ title }, { title })}
      />
      <DescriptionField
        value={words.description}
        onChange={(description) => onChange({ description }, { description })}
      />
      <PriceField
        id="priceWon"
        priceWon={words.priceWon}
        // A price that was rubbed out is not saved as none: the last one stands until there is another.
        onChange={(priceWon) => onChange({ priceWon }, { priceWon })}
      />
      <div id="condition" tabIndex={-1}>
        <Segmented
          legend={t('condition')}
          value={words.condition}
          choices={conditions.map((value) => ({ value, label: condition(value) }))}
          onChange={(value) => onChange({ condition: value }, { condition: value })}
        />
      </div>
      <RegionField
        id="regionCode"
        region={words.region}
        findRegions={findRegions}
        onChange={(region) => onChange({ region }, { regionCode: region.code })}
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
