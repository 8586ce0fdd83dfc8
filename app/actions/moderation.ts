'use server';

import { refresh } from 'next/cache';
import { requireViewer } from '@/app/auth/viewer';
import { idFrom, outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { report } from '@/lib/moderation/reports';
import type { ReportInput } from '@/lib/moderation/schema';
import { blockPerson, unblockPerson } from '@/lib/moderation/service';

export async function setBlocked(userId: string, blocked: boolean): Promise<Outcome<void>> {
  return outcomeOf(async () =>
    (blocked ? blockPerson : unblockPerson)(await requireViewer(), idFrom(userId)),
  );
}

export async function unblock(userId: string): Promise<Outcome<void>> {
  const outcome = await setBlocked(userId, false);
  if (outcome.ok) refresh();
  return outcome;
}

export async function reportPerson(input: ReportInput): Promise<Outcome<void>> {
  return outcomeOf(async () => report(await requireViewer(), input));
}
