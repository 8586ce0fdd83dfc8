'use client';

import { signIn } from 'next-auth/react';
import { GoogleButton } from '@/components/account/google-button';

export function GoogleSignIn({ next }: { next: string }) {
  // next-auth brings the answer as an address to go to; a whole page load, as the provider is another site.
  return <GoogleButton enter={() => signIn('google', { callbackUrl: next })} />;
}
