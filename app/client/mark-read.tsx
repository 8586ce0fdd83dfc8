'use client';

import { useEffect } from 'react';
import { readNotices } from '@/app/actions/notifications';
import { useRefreshWhenLeft } from './use-refresh-when-left';

/** Having been shown, they count as read: not while the page is rendered, since pages are also rendered ahead. */
export function MarkRead({ upTo }: { upTo: string }) {
  useEffect(() => void readNotices(upTo).catch(() => undefined), [upTo]);
  // The list keeps its marks until the next visit; only the bell in the bar is asked anew when leaving.
  useRefreshWhenLeft();
  return null;
}
