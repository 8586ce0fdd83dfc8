import { useEffect, useRef, useState } from 'react';
import { settle } from '@/components/outcome';
import { useFailureText } from '@/components/ui/failure-text';
import type { ConversationDto, FoundDto } from '@/lib/chat/schema';
import { upToDate } from './found';
import type { InboxActions } from './inbox-actions';

const pauseMs = 300;

interface Answer {
  words: string;
  found: readonly FoundDto[];
  /** As it was then. */
  inbox: readonly ConversationDto[];
}

/**
 * Asks once the typing pauses, and only when the words are others than before: what has changed in the inbox since is
 * shown of what was found. `found` is null while nothing is searched for.
 */
export function useSearch(search: InboxActions['search'], inbox: readonly ConversationDto[]) {
  const failureText = useFailureText();
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const words = typed.trim();
  const latest = useRef({ search, failureText, inbox });
  useEffect(() => {
    latest.current = { search, failureText, inbox };
  });
  useEffect(() => {
    if (words === '') {
      setAnswer(null);
      setFailure(null);
      return;
    }
    let over = false;
    const timer = setTimeout(async () => {
      const outcome = await settle(latest.current.search(words));
      if (over) return;
      setFailure(outcome.ok ? null : latest.current.failureText(outcome.error));
      if (outcome.ok) setAnswer({ words, found: outcome.value, inbox: latest.current.inbox });
    }, pauseMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [words]);
  return {
    /** What was searched for: while the next answer is on its way, the words before. */
    query: answer?.words ?? words,
    ask: setTyped,
    found: answer && upToDate(answer.found, answer.inbox, inbox),
    failure,
  };
}
