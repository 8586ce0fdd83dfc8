import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { signInDemo } from '@/lib/accounts/service';
import { mayBeRenewed } from '@/lib/accounts/sessions';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { admit, googleProvider } from './google';

/** A stolen cookie is worth a quarter of an hour; SessionKeeper renews it while a page is open. */
const sessionSeconds = 15 * 60;

const demo = CredentialsProvider({
  id: 'demo',
  credentials: { userId: { type: 'text' } },
  async authorize(credentials) {
    try {
      return await signInDemo(credentials?.userId ?? '');
    } catch (error) {
      // To next-auth, null is the answer "no such person"; anything else is a fault and is logged as one.
      if (error instanceof AppError) return null;
      throw error;
    }
  },
});

/**
 * Built at the first request: `next build` loads this file without an environment.
 * @param renews whether a cookie is to be written: whoever only reads one asks the store about it anyway
 */
export function authOptions({ renews = false } = {}): NextAuthOptions {
  const google = googleProvider();
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    jwt: { maxAge: sessionSeconds },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: google ? [google, demo] : [demo],
    callbacks: {
      signIn: async ({ user, account, profile }) =>
        account?.provider === 'google' ? admit(user, profile) : true,
      async jwt({ token, user }) {
        // Nothing else goes into the cookie: next-auth would put name, address and picture there.
        if (user) return { userId: user.id, tokenVersion: user.tokenVersion };
        return !renews || (await mayBeRenewed(token)) ? token : { ...token, tokenVersion: -1 };
      },
      session: ({ session, token }) => ({
        expires: session.expires,
        userId: token.userId,
        tokenVersion: token.tokenVersion,
      }),
    },
  };
}
