'use server';

import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { report } from '@/lib/moderation/reports';
import type { ReportInput } from '@/lib/moderation/schema';
import { blockPerson, unblockPerson } from '@/lib/moderation/service';

export async function setBlocked(userId: string, blocked: boolean): Promise<Outcome<void>> {
  return outcomeOf(async () => (blocked ? blockPerson : unblockPerson)(await requireViewer(), userId));
}

export async function reportPerson(input: ReportInput): Promise<Outcome<void>> {
  return outcomeOf(async () => report(await requireViewer(), input));
}
