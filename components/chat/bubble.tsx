import clsx from 'clsx';
import { EllipsisVertical, RotateCcw, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ComponentProps, ReactNode } from 'react';
import { IconButton } from '@/components/ui/button';
import { useFailureText } from '@/components/ui/failure-text';
import { goingOnFrom } from '@/components/ui/going-on-from';
import { Icon } from '@/components/ui/icon';
import { useFocusWhenGone } from '@/components/ui/use-focus-when-gone';
import type { Pending } from './conversation-state';
import { Face, PendingFace } from './faces';
import type { Row } from './rows';
import { usePressMenu } from './use-message-menu';

function Shape({
  mine,
  faint = false,
  children,
  beside,
  ...press
}: { mine: boolean; faint?: boolean; beside: ReactNode } & ComponentProps<'div'>) {
  return (
    <div className={clsx('group flex items-end gap-2', mine && 'flex-row-reverse')}>
      <div
        className={clsx(
          // A long press opens the menu, which has the words to copy.
          'min-w-0 max-w-4/5 rounded-card px-3 py-2 [-webkit-touch-callout:none] pointer-coarse:select-none',
          // The ring around what has the focus would have the bubble's own colour.
          mine && !faint
            ? 'bg-brand text-on-brand **:focus-visible:outline-current'
            : 'border border-line bg-surface',
          faint && 'text-ink-soft',
        )}
        {...press}
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
  tabStop,
  openMenu,
}: {
  row: Extract<Row, { type: 'message' }>;
  otherName: string;
  /** Whether Tab leads to its menu's button. */
  tabStop: boolean;
  /** Null where there is nothing to be done with it. */
  openMenu: ((anchor: Element) => void) | null;
}) {
  const t = useTranslations('chat');
  const press = usePressMenu(openMenu);
  const deleted = message.content.kind === 'deleted';
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
    <Shape
      mine={mine}
      faint={deleted}
      beside={
        <>
          {beside}
          {openMenu && <MenuOpener tabStop={tabStop} open={openMenu} />}
        </>
      }
      {...press}
    >
      <Speaker mine={mine} otherName={otherName} />
      <Face content={message.content} />
    </Shape>
  );
}

/**
 * For those who have neither a right button nor a finger. Seen when it is reached; see moveAmongMessages. Goes when the
 * message is deleted.
 */
function MenuOpener({ tabStop, open }: { tabStop: boolean; open(anchor: Element): void }) {
  const button = useFocusWhenGone<HTMLButtonElement>('messages');
  return (
    <IconButton
      ref={button}
      label={useTranslations('chat')('messageMenu')}
      data-message-menu
      aria-haspopup="menu"
      tabIndex={tabStop ? 0 : -1}
      onClick={(event) => open(event.currentTarget)}
      className="-my-1 size-8! opacity-0 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:sr-only"
    >
      <Icon of={EllipsisVertical} />
    </IconButton>
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
  const { failure, content, preview } = pending;
  const beside = (
    <span className="shrink-0 text-ink-soft text-xs">
      {!failure && (connected ? t(content ? 'sending' : 'uploading') : t('queued'))}
    </span>
  );
  return (
    <div data-testid="pending">
      <Shape mine beside={beside}>
        <Speaker mine otherName="" />
        <PendingFace content={content} preview={preview} />
      </Shape>
      {failure && (
        <div role="alert" className="mt-1 flex items-center justify-end gap-1 text-sm">
          <p>
            {t('notSent')} {failureText(failure)}
          </p>
          <IconButton label={t('retry')} onClick={goingOnFrom('messages', retry)}>
            <Icon of={RotateCcw} />
          </IconButton>
          <IconButton label={t('discard')} onClick={goingOnFrom('messages', discard)}>
            <Icon of={Trash2} />
          </IconButton>
        </div>
      )}
    </div>
  );
}
