'use client';

import { useTranslations } from 'next-intl';
import { type ChangeEvent, useLayoutEffect, useRef, useState } from 'react';
import { caretAfterGrouping, groupDigits, parseWon } from '@/components/listings/price';
import { fieldClass } from '@/components/ui/text-field';
import { maxPriceWon } from '@/lib/listings/schema';

interface PriceFieldProps {
  id: string;
  priceWon: number | null;
  onChange(priceWon: number | null): void;
}

/** Won, grouped while it is typed. Giving away is a price too: 0. */
export function PriceField({ id, priceWon, onChange }: PriceFieldProps) {
  const t = useTranslations('sell');
  // What was asked before it was given away, for whoever thinks again.
  const [asked, setAsked] = useState(priceWon);
  const change = (won: number | null) => {
    setAsked(won);
    onChange(won);
  };
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-semibold text-sm">
        {t('price')}
      </label>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <WonInput id={id} priceWon={priceWon} onChange={change} />
        <label className="flex min-h-11 cursor-pointer items-center gap-2">
          <input
            type="checkbox"
            checked={priceWon === 0}
            onChange={(event) => onChange(event.target.checked ? 0 : asked || null)}
            className="size-5 accent-brand"
          />
          <span className="font-semibold text-sm">{t('free')}</span>
          <span className="text-ink-soft text-sm">{t('freeHelp')}</span>
        </label>
      </div>
    </div>
  );
}

function WonInput({ id, priceWon, onChange }: PriceFieldProps) {
  const t = useTranslations('sell');
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const free = priceWon === 0;

  // Grouping rewrites the text, and the browser would put the caret at its end.
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const type = ({ target: { value, selectionStart } }: ChangeEvent<HTMLInputElement>) => {
    const won = parseWon(value, maxPriceWon);
    const grouped = won === null ? '' : groupDigits(won);
    caret.current = caretAfterGrouping(value, selectionStart ?? value.length, grouped);
    onChange(won);
  };

  return (
    <div className="relative w-full max-w-60">
      <input
        ref={input}
        id={id}
        inputMode="numeric"
        autoComplete="off"
        disabled={free}
        placeholder={free ? t('free') : t('pricePlaceholder')}
        value={priceWon === null || free ? '' : groupDigits(priceWon)}
        onChange={type}
        className={`${fieldClass} pr-12 text-right tabular-nums disabled:bg-stage`}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-ink-soft"
      >
        {t('won')}
      </span>
    </div>
  );
}
