import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { settle } from '@/components/outcome';
import { useFailureText } from '@/components/ui/failure-text';
import type { ArrangeInput, ConversationDto } from '@/lib/chat/schema';
import type { InboxActions } from './inbox-actions';
import type { Arrange } from './inbox-line';

interface Note {
  kind: 'done' | 'error';
  text: string;
  undo: (() => void) | null;
}

/** What takes back a change; null where the line itself shows it and has the way back. */
function undoOf(conversation: ConversationDto, { place }: ArrangeInput): ArrangeInput | null {
  if (place === undefined) return null;
  return { place: conversation.archived ? 'archived' : 'inbox' };
}

/** Moves conversations about: at once, without a question, and with the way back. */
export function useArrange(send: InboxActions['arrange']): { arrange: Arrange; note: Note | null } {
  const t = useTranslations('chat');
  const failureText = useFailureText();
  const [note, setNote] = useState<Note | null>(null);
  const run = async (id: string, input: ArrangeInput, done: Note | null) => {
    const outcome = await settle(send(id, input));
    setNote(outcome.ok ? done : { kind: 'error', text: failureText(outcome.error), undo: null });
  };
  const arrange: Arrange = (conversation, input) => {
    const { id, other } = conversation;
    const back = undoOf(conversation, input);
    const name = other.name || t('someone');
    const done = back &&
      input.place && {
        kind: 'done' as const,
        text: t(`moved.${input.place}`, { name }),
        undo: () => void run(id, back, null),
      };
    void run(id, input, done || null);
  };
  return { arrange, note };
}
