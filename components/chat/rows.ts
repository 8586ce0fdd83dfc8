import type { Message } from '@/lib/protocol/chat';

export type Row =
  | { type: 'day'; key: string; iso: string }
  | { type: 'unread'; key: string; count: number }
  | {
      type: 'message';
      key: string;
      message: Message;
      mine: boolean;
      /** Its time is shown: the next one is of another minute or another person. */
      endsGroup: boolean;
      unreadByOther: boolean;
    };

const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul', dateStyle: 'short' });
const dayOf = (iso: string) => dayFormat.format(new Date(iso));
const minuteOf = (iso: string) => iso.slice(0, 16);

interface View {
  viewerId: string;
  /** How far the other has read. */
  otherReadSeq: number;
  /** What was unread when the page was opened: after the first number, up to the second. */
  unreadAtOpening: { after: number; upTo: number };
}

/** A conversation line by line: a line at every new day, and one where the unread began when the page was opened. */
export function rowsOf(
  messages: readonly Message[],
  { viewerId, otherReadSeq, unreadAtOpening }: View,
): Row[] {
  const unread = unreadAtOpening.upTo - unreadAtOpening.after;
  const beginsUnread = ({ seq, senderId }: Message) =>
    unread > 0 && seq === unreadAtOpening.after + 1 && senderId !== viewerId;
  return messages.flatMap((message, index) => {
    const before = messages[index - 1];
    const after = messages[index + 1];
    const rows: Row[] = [];
    if (!before || dayOf(before.sentAt) !== dayOf(message.sentAt))
      rows.push({ type: 'day', key: `day-${dayOf(message.sentAt)}`, iso: message.sentAt });
    if (beginsUnread(message)) rows.push({ type: 'unread', key: 'unread', count: unread });
    const mine = message.senderId === viewerId;
    rows.push({
      type: 'message',
      // Its own name first: the bubble that waited and the one that is stored are the same to React.
      key: mine ? message.clientMessageId : message.id,
      message,
      mine,
      endsGroup:
        !after || after.senderId !== message.senderId || minuteOf(after.sentAt) !== minuteOf(message.sentAt),
      unreadByOther: mine && message.seq > otherReadSeq,
    });
    return rows;
  });
}
