import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { googleProvider } from '@/app/auth/google';
import { currentViewer } from '@/app/auth/viewer';
import { DemoSignIn } from '@/app/client/demo-sign-in';
import { GoogleSignIn } from '@/app/client/google-sign-in';
import { OutsideBrowser } from '@/components/account/outside-browser';
import { SignInFailure } from '@/components/account/sign-in-failure';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { embeddedBrowser, outsideLink, signInAddress } from '@/lib/accounts/embedded-browser';
import { returnPath } from '@/lib/accounts/return-path';
import { listDemoPeople } from '@/lib/accounts/service';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('heading') };
}

interface Props {
  /** `next`: where to go afterwards. `error`: why the last attempt did not succeed. */
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
}

async function demoPeople() {
  try {
    return await listDemoPeople();
  } catch (error) {
    if (error instanceof AppError && error.code === 'auth.demo_disabled') return null;
    throw error;
  }
}

/** Where the attempt that failed was to lead: next-auth brings the error back without it, but keeps it in a cookie. */
async function interruptedPath(): Promise<string> {
  const jar = await cookies();
  const { origin, protocol } = new URL(env().PUBLIC_URL);
  const name = `${protocol === 'https:' ? '__Secure-' : ''}next-auth.callback-url`;
  const address = jar.get(name)?.value ?? '';
  const path = address.startsWith(`${origin}/`) ? returnPath(address.slice(origin.length)) : '/';
  return path.startsWith('/sign-in') ? '/' : path;
}

/** Google's button, or the way out of an app in whose browser Google signs nobody in. */
async function Google({ next }: { next: string }) {
  const embedded = embeddedBrowser((await headers()).get('user-agent'));
  if (!embedded) return <GoogleSignIn next={next} />;
  const address = signInAddress(env().PUBLIC_URL, next);
  return <OutsideBrowser app={embedded.app} link={outsideLink(embedded, address)} address={address.href} />;
}

export default async function SignInPage({ searchParams }: Props) {
  const { next: asked, error } = await searchParams;
  const next = asked === undefined && error !== undefined ? await interruptedPath() : returnPath(asked);
  if (await currentViewer()) redirect(next);
  const t = await getTranslations('signIn');
  const people = await demoPeople();
  const google = googleProvider() !== null;
  return (
    <div className="mx-auto flex max-w-text flex-col gap-6 px-4 py-6">
      <h1 className="font-bold text-xl">{t('heading')}</h1>
      {typeof error === 'string' && <SignInFailure code={error} />}
      {google && <Google next={next} />}
      {people && <DemoSignIn people={people} next={next} />}
      {!google && !people && (
        <EmptyState
          action={
            <ButtonLink href="/" look="primary">
              {t('home')}
            </ButtonLink>
          }
        >
          {t('closed')}
        </EmptyState>
      )}
    </div>
  );
}
