'use server';

import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { markRead } from '@/lib/notifications/service';

export async function readNotices(upTo: string): Promise<Outcome<void>> {
  return outcomeOf(async () => markRead(await requireViewer(), upTo));
}
