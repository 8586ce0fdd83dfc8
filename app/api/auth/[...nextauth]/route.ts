import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/app/auth/options';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** Sign-in, sign-out and renewal; next-auth checks its own anti-forgery token on every change. */
async function answer(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions());
}

export { answer as GET, answer as POST };
