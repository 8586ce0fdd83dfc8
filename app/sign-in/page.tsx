import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { currentViewer } from '@/app/auth/viewer';
import { DemoSignIn } from '@/app/client/demo-sign-in';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { listDemoPeople } from '@/lib/accounts/service';
import { AppError } from '@/lib/errors';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('heading') };
}

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** Only a path of our own: an address from a query must not lead a person to another site. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}

async function demoPeople() {
  try {
    return await listDemoPeople();
  } catch (error) {
    if (error instanceof AppError && error.code === 'auth.demo_disabled') return null;
    throw error;
  }
}

export default async function SignInPage({ searchParams }: Props) {
  const next = ownPath((await searchParams).next);
  if (await currentViewer()) redirect(next);
  const t = await getTranslations('signIn');
  const people = await demoPeople();
  return (
    <div className="mx-auto max-w-text px-4 py-6">
      <h1 className="mb-4 font-bold text-xl">{t('heading')}</h1>
      {people ? (
        <DemoSignIn people={people} next={next} />
      ) : (
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
