import clsx from 'clsx';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { Icon } from '@/components/ui/icon';
import type { Pending } from './conversation-state';
import { Face } from './faces';
import type { Row } from './rows';

function Shape({ mine, children, beside }: { mine: boolean; children: ReactNode; beside: ReactNode }) {
  return (
    <div className={clsx('flex items-end gap-2', mine && 'flex-row-reverse')}>
      <div
        className={clsx(
          'max-w-4/5 rounded-card px-3 py-2',
          mine ? 'bg-brand text-on-brand' : 'border border-line bg-surface',
        )}
      >
        {children}
      </div>
      {beside}
    </div>
  );
}

function Clock({ iso }: { iso: string }) {
  const time = new Intl.DateTimeFormat(useLocale(), { timeStyle: 'short', timeZone: 'Asia/Seoul' });
  return <time dateTime={iso}>{time.format(new Date(iso))}</time>;
}

/** Says whose words these are to those who do not see on which side they stand. */
function Speaker({ mine, otherName }: { mine: boolean; otherName: string }) {
  const t = useTranslations('chat');
  return <span className="sr-only">{mine ? t('you') : otherName}: </span>;
}

export function MessageBubble({
  row: { message, mine, endsGroup, unreadByOther },
  otherName,
}: {
  row: Extract<Row, { type: 'message' }>;
  otherName: string;
}) {
  const t = useTranslations('chat');
  const beside = (
    <p
      className={clsx(
        'flex shrink-0 flex-col text-ink-soft text-xs tabular-nums',
        mine ? 'items-end' : 'items-start',
      )}
    >
      {unreadByOther && (
        <span className="font-semibold text-ink" data-testid="unread-mark">
          <span aria-hidden>1</span>
          <span className="sr-only">{t('notRead')}</span>
        </span>
      )}
      {endsGroup && <Clock iso={message.sentAt} />}
    </p>
  );
  return (
    <Shape mine={mine} beside={beside}>
      <Speaker mine={mine} otherName={otherName} />
      <Face content={message.content} />
    </Shape>
  );
}

/** What is not stored yet: on its way, waiting for a connection, or refused. */
export function PendingBubble({
  pending,
  connected,
  retry,
  discard,
}: {
  pending: Pending;
  connected: boolean;
  retry(): void;
  discard(): void;
}) {
  const t = useTranslations('chat');
  const failureText = useFailureText();
  const { failure, content } = pending;
  const beside = (
    <span className="shrink-0 text-ink-soft text-xs">{!failure && t(connected ? 'sending' : 'queued')}</span>
  );
  return (
    <div data-testid="pending">
      <Shape mine beside={beside}>
        <Speaker mine otherName="" />
        <Face content={content} />
      </Shape>
      {failure && (
        <div role="alert" className="mt-1 flex items-center justify-end gap-1 text-sm">
          <p>
            {t('notSent')} {failureText(failure)}
          </p>
          <IconButton label={t('retry')} onClick={retry}>
            <Icon of={RotateCcw} />
          </IconButton>
          <IconButton label={t('discard')} onClick={discard}>
            <Icon of={Trash2} />
          </IconButton>
        </div>
      )}
    </div>
  );
}
