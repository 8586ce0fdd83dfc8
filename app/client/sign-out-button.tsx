'use client';

import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { leave } from './leave';

export function SignOutButton({ label }: { label: string }) {
  return (
    <Button onClick={() => void leave()}>
      <Icon of={LogOut} />
      {label}
    </Button>
  );
}
