'use client';

import { endSessions } from '@/app/actions/account';
import { SignOutEverywhere } from '@/components/account/sign-out-everywhere';
import { leaveAfterEnd } from './leave';

export function LeaveEverywhere() {
  const end = async () => {
    const outcome = await endSessions();
    if (outcome.ok) await leaveAfterEnd();
    return outcome;
  };
  return <SignOutEverywhere end={end} />;
}
