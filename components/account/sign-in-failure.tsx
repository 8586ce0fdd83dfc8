import { useTranslations } from 'next-intl';
import { Notice } from '@/components/ui/notice';

/** The codes that lib/accounts/sign-in.ts refuses with, and the one of a person who refused. */
const sentences = {
  refused: 'refused',
  'auth.banned': 'banned',
  'auth.email_in_use': 'emailInUse',
  'auth.email_unverified': 'emailUnverified',
} as const;

/** Why a sign-in did not succeed, and what to do. Whatever else the address says is one sentence: try again. */
export function SignInFailure({ code }: { code: string }) {
  const t = useTranslations('signIn.failure');
  const key = Object.hasOwn(sentences, code) ? sentences[code as keyof typeof sentences] : 'interrupted';
  return (
    <div data-testid="sign-in-failure" data-code={key}>
      <Notice kind={key === 'refused' ? 'info' : 'error'}>{t(key)}</Notice>
    </div>
  );
}
