'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { leave } from '@/lib/accounts/leave';
import { saveProfile } from '@/lib/accounts/profile';
import type { ProfileInput } from '@/lib/accounts/schema';
import { signOutEverywhere } from '@/lib/accounts/sessions';
import { parseInput } from '@/lib/parse';

export async function saveOwnProfile(input: ProfileInput): Promise<Outcome<void>> {
  const outcome = await outcomeOf(async () => saveProfile(await requireViewer(), input));
  if (outcome.ok) refresh();
  return outcome;
}

/** @param name typed, to be sure that it is meant */
export async function leaveForGood(name: string): Promise<Outcome<void>> {
  return outcomeOf(async () => leave(await requireViewer(), parseInput(z.string().max(200), name)));
}

export async function endSessions(): Promise<Outcome<void>> {
  return outcomeOf(async () => signOutEverywhere(await requireViewer()));
}
