'use server';

import { requireViewer } from '@/app/auth/viewer';
import { idFrom, outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { cancelScan, discardScan, publishScan, retryScan } from '@/lib/scans/service';

export async function retry(scanId: string): Promise<Outcome<void>> {
  return outcomeOf(async () => retryScan(await requireViewer(), idFrom(scanId)));
}

export async function cancel(scanId: string): Promise<Outcome<void>> {
  return outcomeOf(async () => cancelScan(await requireViewer(), idFrom(scanId)));
}

export async function publish(scanId: string): Promise<Outcome<void>> {
  return outcomeOf(async () => publishScan(await requireViewer(), idFrom(scanId)));
}

export async function discard(scanId: string): Promise<Outcome<void>> {
  return outcomeOf(async () => discardScan(await requireViewer(), idFrom(scanId)));
}
