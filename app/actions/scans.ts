'use server';

import { requireViewer } from '@/app/auth/viewer';
import { outcomeOf } from '@/app/transport/action';
import type { Outcome } from '@/components/outcome';
import { cancelScan, retryScan } from '@/lib/scans/service';

export async function retry(scanId: string): Promise<Outcome<void>> {
  return outcomeOf(async () => retryScan(await requireViewer(), scanId));
}

export async function cancel(scanId: string): Promise<Outcome<void>> {
  return outcomeOf(async () => cancelScan(await requireViewer(), scanId));
}
