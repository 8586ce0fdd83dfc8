'use client';

import { signIn } from 'next-auth/react';
import { DemoPeople } from '@/components/account/demo-people';
import type { PersonDto } from '@/lib/accounts/schema';

export function DemoSignIn({ people, next }: { people: readonly PersonDto[]; next: string }) {
  const enter = async (userId: string) => {
    const answer = await signIn('demo', { userId, redirect: false });
    if (!answer?.ok) return false;
    // A whole page load: nothing that was rendered for a stranger may stay in the router's cache.
    window.location.assign(next);
    return true;
  };
  return <DemoPeople people={people} enter={enter} />;
}
