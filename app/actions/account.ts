'use server';

import { refresh } from 'next/cache';
import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { saveProfile } from '@/lib/accounts/profile';
import type { ProfileInput } from '@/lib/accounts/schema';
import { signOutEverywhere } from '@/lib/accounts/sessions';

export async function saveOwnProfile(input: ProfileInput): Promise<Outcome<void>> {
  const outcome = await outcomeOf(async () => saveProfile(await requireViewer(), input));
  if (outcome.ok) refresh();
  return outcome;
}

export async function endSessions(): Promise<Outcome<void>> {
  return outcomeOf(async () => signOutEverywhere(await requireViewer()));
}
