'use client';

import { endSessions } from '@/app/actions/account';
import { SignOutEverywhere } from '@/components/account/sign-out-everywhere';
import { forgetHere, leave } from './leave';

export function LeaveEverywhere() {
  const end = async () => {
    const outcome = await endSessions();
    if (!outcome.ok) return outcome;
    // The session is over, whatever becomes of its cookie.
    await forgetHere();
    await leave();
    return outcome;
  };
  return <SignOutEverywhere end={end} />;
}
