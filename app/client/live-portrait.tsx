'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { PortraitField } from '@/components/account/portrait-field';
import type { PortraitDto } from '@/lib/accounts/schema';
import { uploadApi } from './api';

/** One's own photo, wired to the server. */
export function LivePortrait({ portrait }: { portrait: PortraitDto }) {
  const router = useRouter();
  const onChanged = useCallback(() => router.refresh(), [router]);
  return <PortraitField portrait={portrait} api={uploadApi} onChanged={onChanged} />;
}
