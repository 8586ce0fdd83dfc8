'use client';

import { endSessions } from '@/app/actions/account';
import { SignOutEverywhere } from '@/components/account/sign-out-everywhere';
import { leave } from './leave';

export function LeaveEverywhere() {
  return <SignOutEverywhere end={endSessions} leave={() => void leave()} />;
}
