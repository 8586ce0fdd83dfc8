import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { saveOwnProfile } from '@/app/actions/account';
import { restore } from '@/app/actions/listings';
import { chooseLocale, chooseTheme } from '@/app/actions/preferences';
import { findRegions } from '@/app/actions/regions';
import { currentViewer } from '@/app/auth/viewer';
import { LeaveEverywhere } from '@/app/client/leave-everywhere';
import { SignOutButton } from '@/app/client/sign-out-button';
import { DisplaySettings } from '@/components/account/display-settings';
import { OwnListings } from '@/components/account/own-listings';
import { ProfileForm } from '@/components/account/profile-form';
import { RemovedNotice } from '@/components/account/removed-notice';
import { themeSchema } from '@/components/shell/theme';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { getProfile } from '@/lib/accounts/profile';
import { listOwn } from '@/lib/listings/service';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('me'))('heading') };
}

interface Props {
  /** `removed`: the listing that was deleted just now. */
  searchParams: Promise<{ removed?: string | string[] }>;
}

/** Open to everyone: language and brightness are not only for those who are signed in. */
export default async function MePage({ searchParams }: Props) {
  const t = await getTranslations('me');
  const viewer = await currentViewer();
  const { removed } = await searchParams;
  const theme = themeSchema.catch('system').parse((await cookies()).get('theme')?.value);
  return (
    <div className="mx-auto flex max-w-page flex-col gap-10 px-4 py-4 md:py-6">
      <div className="flex min-h-11 items-center justify-between gap-4">
        <h1 className="font-bold text-xl">{viewer?.name ?? t('heading')}</h1>
        {viewer && <SignOutButton label={t('signOut')} />}
      </div>
      {viewer && typeof removed === 'string' && (
        <RemovedNotice key={removed} restore={restore.bind(null, removed)} />
      )}
      {viewer ? (
        <section aria-labelledby="own">
          <h2 id="own" className="mb-4 font-bold text-lg">
            {t('listings')}
          </h2>
          <OwnListings listings={await listOwn(viewer)} />
        </section>
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
      {viewer && (
        <section aria-labelledby="profile">
          <h2 id="profile" className="mb-4 font-bold text-lg">
            {t('profile')}
          </h2>
          <ProfileForm profile={await getProfile(viewer)} save={saveOwnProfile} findRegions={findRegions} />
        </section>
      )}
      <section aria-labelledby="settings">
        <h2 id="settings" className="mb-4 font-bold text-lg">
          {t('settings')}
        </h2>
        <DisplaySettings theme={theme} chooseTheme={chooseTheme} chooseLocale={chooseLocale} />
      </section>
      {viewer && (
        <section aria-labelledby="devices">
          <h2 id="devices" className="mb-4 font-bold text-lg">
            {t('devices')}
          </h2>
          <LeaveEverywhere />
        </section>
      )}
    </div>
  );
}
