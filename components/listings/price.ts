import { useTranslations } from 'next-intl';

/** Digits in groups of three: 320000 becomes 320,000. The same in every language we speak, so no locale is asked. */
export function groupDigits(amountWon: number | string): string {
  return String(amountWon).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** What was typed, read as won: digits alone count. Null where there is none; more than `max` is cut to it. */
export function parseWon(typed: string, max: number): number | null {
  const digits = typed.replace(/\D/g, '');
  return digits === '' ? null : Math.min(Number(digits.slice(0, 15)), max);
}

/**
 * What was typed, grouped. Zeros in front stay while somebody types: whoever replaces the 1 of 10,000 has 0,000 for a
 * moment. More than `max` is cut to it.
 */
export function groupTyped(typed: string, max: number): string {
  const digits = typed.replace(/\D/g, '').slice(0, 15);
  return groupDigits(Number(digits) > max ? max : digits);
}

/** Where the caret goes when the text is grouped anew: behind as many digits as before. */
export function caretAfterGrouping(typed: string, caret: number, grouped: string): number {
  let digits = typed.slice(0, caret).replace(/\D/g, '').length;
  let position = 0;
  while (digits > 0 && position < grouped.length) {
    if (/\d/.test(grouped.charAt(position))) digits -= 1;
    position += 1;
  }
  return position;
}

/** `320,000원`, or `나눔` where nothing is asked. */
export function usePrice(): (priceWon: number) => string {
  const t = useTranslations('price');
  return (priceWon) => (priceWon === 0 ? t('free') : t('won', { amount: groupDigits(priceWon) }));
}
