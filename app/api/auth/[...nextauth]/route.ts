import { type NextRequest, NextResponse } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/app/auth/options';
import { env } from '@/lib/env';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** Sign-in, sign-out and renewal; next-auth checks its own anti-forgery token on every change. */
async function answer(request: NextRequest, context: Context): Promise<Response> {
  const [action] = (await context.params).nextauth;
  // To next-auth, a person who changed their mind is an error like any other.
  if (action === 'callback' && request.nextUrl.searchParams.get('error') === 'access_denied')
    return NextResponse.redirect(new URL('/sign-in?error=refused', env().PUBLIC_URL));
  return NextAuth(request, context, authOptions({ renews: true }));
}

export { answer as GET, answer as POST };
