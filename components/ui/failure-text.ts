import { useTranslations } from 'next-intl';
import type { Failure } from '@/components/outcome';

/** The sentence of an error, in the person's language. An unknown code gets the sentence for a fault of ours. */
export function useFailureText(): (failure: Failure) => string {
  const t = useTranslations('errors');
  return ({ code, details }) => {
    // Codes come over the wire, so their type is not known here.
    const key = code as 'internal';
    return t.has(key) ? t(key, details) : t('internal');
  };
}
