import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { copyText } from '@/components/ui/copy-text';
import { useFailureText } from '@/components/ui/failure-text';
import type { ThreadDto } from '@/lib/chat/schema';
import type { ReportInput } from '@/lib/moderation/schema';
import type { Message } from '@/lib/protocol/chat';
import type { ThreadActions } from './thread-actions';

/** Long enough to read two sentences. */
const noteShownMs = 6000;

/** What one does in a conversation beside writing, and the line that says how it went. */
export function useDeeds(thread: ThreadDto, actions: ThreadActions) {
  const t = useTranslations('chat');
  const failureText = useFailureText();
  const [note, setNote] = useState<string | null>(null);
  const [reporting, setReporting] = useState<{ message: Message | null } | null>(null);
  useEffect(() => {
    if (note === null) return;
    const timer = setTimeout(() => setNote(null), noteShownMs);
    return () => clearTimeout(timer);
  }, [note]);
  const refuse = (failure: Failure) => setNote(failureText(failure));
  return {
    note,
    refuse,
    tooFar: () => setNote(t('tooFar')),
    reporting,
    report: (message: Message | null) => setReporting({ message }),
    endReport: () => setReporting(null),
    copy(text: string) {
      copyText(text).then(
        () => setNote(t('copied')),
        () => setNote(t('notCopied')),
      );
    },
    /** The composer says that it took hold; only what failed needs a word. */
    async setBlocked(blocked: boolean) {
      const outcome = await settle(actions.setBlocked(thread.other.id, blocked));
      if (!outcome.ok) refuse(outcome.error);
    },
    async sendReport(words: Pick<ReportInput, 'reason' | 'note'>): Promise<Outcome<void>> {
      const messageId = reporting?.message?.id;
      const input = { ...words, conversationId: thread.id, ...(messageId && { messageId }) };
      const outcome = await settle(actions.report(input));
      if (outcome.ok) {
        setReporting(null);
        setNote(t('reported'));
      }
      return outcome;
    },
  };
}
