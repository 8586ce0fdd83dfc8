'use server';

import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { signOutEverywhere } from '@/lib/accounts/sessions';

export async function endSessions(): Promise<Outcome<void>> {
  return outcomeOf(async () => signOutEverywhere(await requireViewer()));
}
