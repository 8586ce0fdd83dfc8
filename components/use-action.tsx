import { type ReactNode, useState, useTransition } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';

/** Runs an action once at a time. Its success needs no word: what the page shows next is the word. */
export function useAction(action: () => Promise<Outcome<unknown>>): {
  run(): void;
  busy: boolean;
  /** What went wrong, for the place above the button. */
  failure: ReactNode;
} {
  const failureText = useFailureText();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, start] = useTransition();
  const run = () => {
    if (busy) return;
    start(async () => {
      const outcome = await settle(action());
      setFailure(outcome.ok ? null : outcome.error);
    });
  };
  return { run, busy, failure: failure && <Notice kind="error">{failureText(failure)}</Notice> };
}
