'use client';

import { useTranslations } from 'next-intl';
import { type ChangeEvent, useLayoutEffect, useRef, useState } from 'react';
import { caretAfterGrouping, groupDigits, groupTyped, parseWon } from '@/components/listings/price';
import { FieldFault, faultProps, fieldClass } from '@/components/ui/text-field';
import { maxPriceWon } from '@/lib/listings/schema';

interface PriceFieldProps {
  id: string;
  priceWon: number | null;
  /** Why the price as it stands here is not taken. */
  fault: string | null;
  onChange(priceWon: number | null): void;
}

/** Digits alone never give anything away, not even zeros: somebody may be in the middle of them. */
const priceIn = (typed: string) => parseWon(typed, maxPriceWon) || null;

/** Won, grouped while it is typed. Giving away is a price too: 0, and the box alone says so. */
export function PriceField({ id, priceWon, fault, onChange }: PriceFieldProps) {
  const t = useTranslations('sell');
  const [typed, setTyped] = useState('');
  // The price with which the field was left last, for whoever gives away and thinks again.
  const [asked, setAsked] = useState(priceWon || null);
  const free = priceWon === 0;
  const shown = priceIn(typed) === priceWon ? typed : groupDigits(priceWon || '');
  const nothing = !free && parseWon(shown, maxPriceWon) === 0;
  const message = nothing ? t('priceNothing') : fault;
  const type = (text: string) => {
    setTyped(text);
    onChange(priceIn(text));
  };
  const leave = () => {
    if (!priceWon) return;
    setAsked(priceWon);
    setTyped(groupDigits(priceWon));
  };
  const give = (away: boolean) => {
    setTyped('');
    onChange(away ? 0 : asked);
  };
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-semibold text-sm">
        {t('price')}
      </label>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <WonInput
          id={id}
          text={free ? '' : shown}
          free={free}
          fault={message}
          onType={type}
          onLeave={leave}
        />
        <label className="flex min-h-11 cursor-pointer items-center gap-2">
          <input
            type="checkbox"
            checked={free}
            onChange={(event) => give(event.target.checked)}
            className="size-5 accent-brand"
          />
          <span className="font-semibold text-sm">{t('free')}</span>
          <span className="text-ink-soft text-sm">{t('freeHelp')}</span>
        </label>
      </div>
      <FieldFault of={id} fault={message} />
    </div>
  );
}

interface WonInputProps {
  id: string;
  text: string;
  free: boolean;
  fault: string | null;
  onType(text: string): void;
  onLeave(): void;
}

function WonInput({ id, text, free, fault, onType, onLeave }: WonInputProps) {
  const t = useTranslations('sell');
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);

  // Grouping rewrites the text, and the browser would put the caret at its end.
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const type = ({ target: { value, selectionStart } }: ChangeEvent<HTMLInputElement>) => {
    const grouped = groupTyped(value, maxPriceWon);
    caret.current = caretAfterGrouping(value, selectionStart ?? value.length, grouped);
    onType(grouped);
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
        value={text}
        onChange={type}
        onBlur={onLeave}
        {...faultProps(id, fault)}
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
