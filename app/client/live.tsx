'use client';

import type { ReactNode } from 'react';
import { LiveProvider } from '@/components/live/live';
import { fetchTicket } from './api';

export function Live(props: { unread: number | null; notices: number | null; children: ReactNode }) {
  const { children, ...counts } = props;
  return (
    <LiveProvider {...counts} getTicket={fetchTicket}>
      {children}
    </LiveProvider>
  );
}
