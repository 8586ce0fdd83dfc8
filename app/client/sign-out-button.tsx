'use client';

import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useAction } from '@/components/use-action';
import { leave } from './leave';

/** The button, and beneath its row why it did not work. */
export function SignOutButton({ label }: { label: string }) {
  const leaving = useAction(async () => ({ ok: true, value: await leave() }));
  return (
    <>
      <Button onClick={leaving.run} aria-disabled={leaving.busy}>
        <Icon of={LogOut} />
        {label}
      </Button>
      {leaving.failure && <div className="w-full">{leaving.failure}</div>}
    </>
  );
}
