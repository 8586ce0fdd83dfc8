import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { viewerOrSignIn } from '@/app/auth/viewer';
import { MarkRead } from '@/app/client/mark-read';
import { NotificationList } from '@/components/account/notification-list';
import { listNotifications } from '@/lib/notifications/service';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notifications'))('heading') };
}

export default async function NotificationsPage() {
  const viewer = await viewerOrSignIn('/notifications');
  const t = await getTranslations('notifications');
  const notifications = await listNotifications(viewer);
  const [newest] = notifications;
  return (
    <div className="mx-auto max-w-text px-4 py-4 md:py-6">
      <h1 className="mb-2 font-bold text-xl">{t('heading')}</h1>
      <NotificationList notifications={notifications} />
      {newest && notifications.some(({ read }) => !read) && <MarkRead upTo={newest.createdAt} />}
    </div>
  );
}
