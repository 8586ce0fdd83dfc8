import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { viewerOrSignIn } from '@/app/auth/viewer';
import { LiveLeaveForm } from '@/app/client/live-leave-form';
import { DownloadData } from '@/components/account/download-data';
import { LeavingTerms } from '@/components/account/leaving-terms';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('leave'))('heading') };
}

/** Says what goes and what stays, before it happens. */
export default async function LeavePage() {
  const t = await getTranslations('leave');
  const viewer = await viewerOrSignIn('/me/leave');
  return (
    <div className="mx-auto flex max-w-text flex-col gap-8 px-4 py-4 md:py-6">
      <h1 className="font-bold text-xl">{t('heading')}</h1>
      <LeavingTerms />
      <DownloadData />
      <LiveLeaveForm name={viewer.name} />
    </div>
  );
}
