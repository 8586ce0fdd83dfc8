import type { Profile, User } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { type Identity, signInWithIdentity } from '@/lib/accounts/sign-in';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

/** What Google writes into an ID token, and any other OpenID provider that stands in for it. */
interface Claims extends Profile {
  iss: string;
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  given_name?: string;
}

/** Sign-in with the OpenID provider of the environment. Null where none is set up. */
export function googleProvider(): OAuthConfig<Claims> | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env();
  if (!OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return null;
  return {
    id: 'google',
    name: 'Google',
    type: 'oauth',
    wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    // Whoever has several accounts is asked which one, also after having come with the wrong one.
    authorization: { params: { scope: 'openid email profile', prompt: 'select_account' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    // Who this is here is decided in `admit`, which can say why not.
    profile: ({ sub }) => ({ id: sub, tokenVersion: -1 }),
  };
}

/**
 * Decides about somebody whom the provider has vouched for: true, or the page that says why not. Puts the person's own
 * id in the place of the provider's: next-auth hands this same object on to the `jwt` callback.
 */
export async function admit(user: User, profile: Profile | undefined): Promise<true | string> {
  try {
    const person = await signInWithIdentity(identityOf(profile as Claims));
    user.id = person.id;
    user.tokenVersion = person.tokenVersion;
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `/sign-in?error=${error.code}`;
  }
}

/** The given name alone: the whole one would show everybody who somebody is before they have thought about it. */
function identityOf(claims: Claims): Identity {
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: claims.email ?? '',
    emailVerified: claims.email_verified === true,
    name: claims.given_name ?? claims.name ?? '',
  };
}
