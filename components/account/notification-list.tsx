import { MessageCircle, Rotate3d, ScanEye, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { TimeAgo } from '@/components/listings/time-ago';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import type { NotificationDto } from '@/lib/notifications/schema';

const looks = {
  'scan.done': { icon: Rotate3d, sentence: 'scanDone' },
  'scan.held': { icon: ScanEye, sentence: 'scanHeld' },
  'chat.message': { icon: MessageCircle, sentence: 'chatMessage' },
  'scan.failed': { icon: TriangleAlert, sentence: 'scanFailed' },
} as const;

function NotificationItem({ notification }: { notification: NotificationDto }) {
  const t = useTranslations('notifications');
  const card = useTranslations('card');
  const title = notification.listingTitle || card('untitled');
  const { icon, sentence } = looks[notification.kind];
  const name = notification.chat?.name;
  return (
    <li>
      <Link
        href={
          notification.chat
            ? `/chat/${notification.chat.conversationId}`
            : `/listings/${notification.listingId}`
        }
        className="flex gap-3 border-line border-b py-4 transition-opacity hover:opacity-85"
      >
        <Icon of={icon} className="mt-0.5 size-5" />
        <div className="min-w-0">
          <p className={notification.read ? '' : 'font-semibold'}>
            {name === '' ? t('chatMessageOfNobody', { title }) : t(sentence, { title, name: name ?? '' })}
          </p>
          <p className="mt-1 text-ink-soft text-sm tabular-nums">
            {!notification.read && <span className="font-semibold text-ink">{t('unread')} · </span>}
            <TimeAgo iso={notification.createdAt} />
          </p>
        </div>
      </Link>
    </li>
  );
}

export function NotificationList({ notifications }: { notifications: readonly NotificationDto[] }) {
  const t = useTranslations('notifications');
  if (notifications.length === 0) {
    const home = (
      <ButtonLink href="/" look="primary">
        {t('home')}
      </ButtonLink>
    );
    return <EmptyState action={home}>{t('empty')}</EmptyState>;
  }
  return (
    <ul>
      {notifications.map((notification) => (
        <NotificationItem key={notification.id} notification={notification} />
      ))}
    </ul>
  );
}
