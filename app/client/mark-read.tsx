'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { readAll } from '@/app/actions/notifications';

/** Having been shown, they count as read: not while the page is rendered, since pages are also rendered ahead. */
export function MarkRead() {
  const router = useRouter();
  useEffect(() => {
    // The list keeps its marks until the next visit; only the bell in the bar is asked anew when leaving.
    void readAll().catch(() => undefined);
    return () => router.refresh();
  }, [router]);
  return null;
}
