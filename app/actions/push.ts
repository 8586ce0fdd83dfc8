'use server';

import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { subscribeToPush } from '@/lib/notifications/push';
import type { SubscribeInput } from '@/lib/notifications/schema';

export async function subscribe(input: SubscribeInput): Promise<Outcome<void>> {
  return outcomeOf(async () => subscribeToPush(await requireViewer(), input));
}
