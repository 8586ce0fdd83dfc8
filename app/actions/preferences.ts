'use server';

import { cookies } from 'next/headers';
import { themeSchema } from '@/components/shell/theme';
import { localeSchema } from '@/lib/accounts/schema';
import { env } from '@/lib/env';

const yearSeconds = 365 * 24 * 3600;

async function keep(name: string, value: string): Promise<void> {
  const secure = env().PUBLIC_URL.startsWith('https:');
  (await cookies()).set(name, value, { maxAge: yearSeconds, sameSite: 'lax', httpOnly: true, secure });
}

/** Setting a cookie in an action makes Next render the page anew, in the new language. */
export async function chooseLocale(value: string): Promise<void> {
  await keep('locale', localeSchema.parse(value));
}

export async function chooseTheme(value: string): Promise<void> {
  await keep('theme', themeSchema.parse(value));
}
