'use client';

import { signOut } from 'next-auth/react';
import { endSessions } from '@/app/actions/account';
import { SignOutEverywhere } from '@/components/account/sign-out-everywhere';

export function LeaveEverywhere() {
  return <SignOutEverywhere end={endSessions} leave={() => void signOut({ callbackUrl: '/' })} />;
}
