'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { readNotices } from '@/app/actions/notifications';

/** Having been shown, they count as read: not while the page is rendered, since pages are also rendered ahead. */
export function MarkRead({ upTo }: { upTo: string }) {
  const router = useRouter();
  useEffect(() => {
    // The list keeps its marks until the next visit; only the bell in the bar is asked anew when leaving.
    void readNotices(upTo).catch(() => undefined);
    return () => router.refresh();
  }, [router, upTo]);
  return null;
}
