'use client';

import { signOut } from 'next-auth/react';
import { leaveForGood } from '@/app/actions/account';
import { LeaveForm } from '@/components/account/leave-form';
import { forgetUploads } from '@/components/upload/resume-store';

export function LiveLeaveForm({ name }: { name: string }) {
  const leave = async (typed: string) => {
    const outcome = await leaveForGood(typed);
    if (!outcome.ok) return outcome;
    // What this browser remembers of the person goes too: messages that were not sent, uploads that were begun.
    localStorage.clear();
    await forgetUploads();
    await signOut({ callbackUrl: '/me?left' });
    return outcome;
  };
  return <LeaveForm name={name} leave={leave} />;
}
