'use client';

import type { ReactNode } from 'react';
import { LiveProvider } from '@/components/live/live';
import { fetchTicket } from './api';

export function Live({ unread, children }: { unread: number; children: ReactNode }) {
  return (
    <LiveProvider unread={unread} getTicket={fetchTicket}>
      {children}
    </LiveProvider>
  );
}
