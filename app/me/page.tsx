import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { saveOwnProfile } from '@/app/actions/account';
import { moreOwnListings, restore } from '@/app/actions/listings';
import { unblock } from '@/app/actions/moderation';
import { chooseLocale, chooseTheme } from '@/app/actions/preferences';
import { findRegions } from '@/app/actions/regions';
import { currentViewer } from '@/app/auth/viewer';
import { LeaveEverywhere } from '@/app/client/leave-everywhere';
import { LivePortrait } from '@/app/client/live-portrait';
import { SignOutButton } from '@/app/client/sign-out-button';
import { DisplaySettings } from '@/components/account/display-settings';
import { DownloadData, DownloadFailure } from '@/components/account/download-data';
import { ProfileForm } from '@/components/account/profile-form';
import { RemovedNotice } from '@/components/account/removed-notice';
import { ListingFeed } from '@/components/listings/listing-feed';
import { BlockedPeople } from '@/components/moderation/blocked-people';
import { themeSchema } from '@/components/shell/theme';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Portrait } from '@/components/ui/portrait';
import { getProfile } from '@/lib/accounts/profile';
import { isRestorable, listOwn } from '@/lib/listings/service';
import { listBlocked } from '@/lib/moderation/service';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('me'))('heading') };
}

interface Props {
  /** `removed`: a listing that was deleted, to be taken back; `left`: the account was; `failed`: why a download did not begin. */
  searchParams: Promise<Partial<Record<'removed' | 'left' | 'failed', string | string[]>>>;
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-4 font-bold text-lg">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Open to everyone: language and brightness are not only for those who are signed in. */
export default async function MePage({ searchParams }: Props) {
  const t = await getTranslations('me');
  const viewer = await currentViewer();
  const profile = viewer && (await getProfile(viewer));
  const blocked = viewer ? await listBlocked(viewer) : [];
  const { removed, left, failed } = await searchParams;
  const theme = themeSchema.catch('system').parse((await cookies()).get('theme')?.value);
  return (
    <div className="mx-auto flex max-w-page flex-col gap-10 px-4 py-4 md:py-6">
      <div className="flex min-h-11 flex-wrap items-center gap-4">
        <div className="flex min-w-0 flex-1 items-center gap-3">
          {profile && <Portrait url={profile.portrait.shown?.copies[0]?.webpUrl ?? null} />}
          <h1 className="break-words font-bold text-xl">{viewer?.name ?? t('heading')}</h1>
        </div>
        {viewer && <SignOutButton label={t('signOut')} />}
      </div>
      {!viewer && left !== undefined && <Notice kind="done">{t('left')}</Notice>}
      {viewer && typeof removed === 'string' && (await isRestorable(viewer, removed)) && (
        <RemovedNotice key={removed} restore={restore.bind(null, removed)} />
      )}
      {viewer ? (
        <Section id="own" title={t('listings')}>
          <ListingFeed own first={await listOwn(viewer)} more={moreOwnListings} />
        </Section>
      ) : (
        <EmptyState
          action={
            <ButtonLink href="/sign-in?next=/me" look="primary">
              {t('signIn')}
            </ButtonLink>
          }
        >
          {t('signedOutNote')}
        </EmptyState>
      )}
      {profile && (
        <Section id="profile" title={t('profile')}>
          <div className="flex max-w-text flex-col gap-6">
            <LivePortrait portrait={profile.portrait} />
            <ProfileForm profile={profile} save={saveOwnProfile} findRegions={findRegions} />
          </div>
        </Section>
      )}
      <Section id="settings" title={t('settings')}>
        <DisplaySettings theme={theme} chooseTheme={chooseTheme} chooseLocale={chooseLocale} />
      </Section>
      {viewer && blocked.length > 0 && (
        <Section id="blocked" title={t('blocked')}>
          <BlockedPeople people={blocked} unblock={unblock} />
        </Section>
      )}
      {viewer && (
        <Section id="devices" title={t('devices')}>
          <LeaveEverywhere />
        </Section>
      )}
      {viewer && (
        <Section id="data" title={t('data')}>
          <div className="flex flex-col gap-6">
            {typeof failed === 'string' && <DownloadFailure code={failed} />}
            <DownloadData />
            <div className="flex flex-col items-start gap-3">
              <p className="text-ink-soft text-sm">{t('leaveNote')}</p>
              <ButtonLink href="/me/leave">{t('leave')}</ButtonLink>
            </div>
          </div>
        </Section>
      )}
    </div>
  );
}
