'use server';

import { cookies } from 'next/headers';
import { currentViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { themeSchema } from '@/components/shell/theme';
import { keepLocale } from '@/lib/accounts/profile';
import { localeSchema } from '@/lib/accounts/schema';
import { env } from '@/lib/env';
import { parseInput } from '@/lib/parse';

const yearSeconds = 365 * 24 * 3600;

async function keep(name: string, value: string): Promise<void> {
  const secure = env().PUBLIC_URL.startsWith('https:');
  (await cookies()).set(name, value, { maxAge: yearSeconds, sameSite: 'lax', httpOnly: true, secure });
}

/** Setting a cookie in an action makes Next render the page anew, in the new language. */
export async function chooseLocale(value: string): Promise<Outcome<void>> {
  return outcomeOf(async () => {
    const locale = parseInput(localeSchema, value);
    await keep('locale', locale);
    const viewer = await currentViewer().catch(() => null);
    if (viewer) await keepLocale(viewer, locale);
  });
}

export async function chooseTheme(value: string): Promise<Outcome<void>> {
  return outcomeOf(() => keep('theme', parseInput(themeSchema, value)));
}
