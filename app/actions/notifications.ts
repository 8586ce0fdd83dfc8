'use server';

import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { markAllRead } from '@/lib/notifications/service';

export async function readAll(): Promise<Outcome<void>> {
  return outcomeOf(async () => markAllRead(await requireViewer()));
}
