'use server';

import { cookies } from 'next/headers';
import { currentViewer } from '@/app/auth/viewer';
import { themeSchema } from '@/components/shell/theme';
import { saveProfile } from '@/lib/accounts/profile';
import { localeSchema } from '@/lib/accounts/schema';
import { env } from '@/lib/env';

const yearSeconds = 365 * 24 * 3600;

async function keep(name: string, value: string): Promise<void> {
  const secure = env().PUBLIC_URL.startsWith('https:');
  (await cookies()).set(name, value, { maxAge: yearSeconds, sameSite: 'lax', httpOnly: true, secure });
}

/** Setting a cookie in an action makes Next render the page anew, in the new language. */
export async function chooseLocale(value: string): Promise<void> {
  const locale = localeSchema.parse(value);
  await keep('locale', locale);
  const viewer = await currentViewer();
  // Also for the other devices of whoever is signed in.
  if (viewer) await saveProfile(viewer, { locale });
}

export async function chooseTheme(value: string): Promise<void> {
  await keep('theme', themeSchema.parse(value));
}
