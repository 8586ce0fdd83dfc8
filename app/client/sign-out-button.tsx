'use client';

import { LogOut } from 'lucide-react';
import { signOut } from 'next-auth/react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

export function SignOutButton({ label }: { label: string }) {
  return (
    <Button onClick={() => signOut({ callbackUrl: '/' })}>
      <Icon of={LogOut} />
      {label}
    </Button>
  );
}
