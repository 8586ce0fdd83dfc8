import { useEffect, useRef, useState } from 'react';
import { settle } from '@/components/outcome';
import { useFailureText } from '@/components/ui/failure-text';
import type { ConversationDto, FoundDto } from '@/lib/chat/schema';
import type { InboxActions } from './inbox-actions';

const pauseMs = 300;

/** Asks once the typing pauses, and again when the inbox has changed. `found` is null while nothing is searched for. */
export function useSearch(search: InboxActions['search'], inbox: readonly ConversationDto[]) {
  const failureText = useFailureText();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly FoundDto[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const latest = useRef({ search, failureText });
  useEffect(() => {
    latest.current = { search, failureText };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another inbox may have other results
  useEffect(() => {
    const words = query.trim();
    if (words === '') {
      setFound(null);
      setFailure(null);
      return;
    }
    let over = false;
    const timer = setTimeout(async () => {
      const outcome = await settle(latest.current.search(words));
      if (over) return;
      setFailure(outcome.ok ? null : latest.current.failureText(outcome.error));
      if (outcome.ok) setFound(outcome.value);
    }, pauseMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [query, inbox]);
  return { query: query.trim(), ask: setQuery, found, failure };
}
