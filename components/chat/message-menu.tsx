import { Copy, Flag, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { MenuItem } from '@/components/ui/menu';
import { mayDelete } from '@/lib/chat/policy';
import type { Message } from '@/lib/protocol/chat';
import { wordsOf } from './faces';

/** What the page does with a message; which of it is offered for which message is decided here. */
export interface MessageDeeds {
  copy(text: string): void;
  remove(message: Message): void;
  report(message: Message): void;
}

/** The entries of a message's menu; none for one that is deleted. */
export function useMessageItems(viewerId: string, deeds: MessageDeeds): (message: Message) => MenuItem[] {
  const t = useTranslations('chat');
  return (message) => {
    const { content, senderId, sentAt } = message;
    if (content.kind === 'deleted') return [];
    const items: MenuItem[] = [];
    const words = wordsOf(content);
    if (words !== null) items.push({ label: t('copy'), icon: Copy, onSelect: () => deeds.copy(words) });
    if (senderId !== viewerId)
      items.push({ label: t('reportMessage'), icon: Flag, onSelect: () => deeds.report(message) });
    if (mayDelete(viewerId, { senderId, sentAt: new Date(sentAt) }, Date.now()))
      items.push({
        label: t('delete'),
        icon: Trash2,
        danger: true,
        onSelect: () => deeds.remove(message),
      });
    return items;
  };
}
