'use client';

import { leaveForGood } from '@/app/actions/account';
import { LeaveForm } from '@/components/account/leave-form';
import { forgetAll } from '@/components/remembered';
import { forgetUploads } from '@/components/upload/resume-store';
import { leaveAfterEnd } from './leave';

export function LiveLeaveForm({ name }: { name: string }) {
  const leave = async (typed: string) => {
    const outcome = await leaveForGood(typed);
    if (!outcome.ok) return outcome;
    // What this browser remembers of the person goes too, and how they liked its pages.
    forgetAll();
    await forgetUploads();
    await leaveAfterEnd('/me?left');
    return outcome;
  };
  return <LeaveForm name={name} leave={leave} />;
}
