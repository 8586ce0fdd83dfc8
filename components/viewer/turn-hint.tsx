'use client';

import { Hand } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { isRemembered, remember } from '@/components/remembered';
import { Icon } from '@/components/ui/icon';

const key = 'bitmarket.turned';
const never = () => () => undefined;

const turnedBefore = () => isRemembered(key, true);

/** Said once on each device: whoever has turned one thing knows. */
export function TurnHint({ show, children }: { show: boolean; children: string }) {
  const known = useSyncExternalStore(never, turnedBefore, () => true);
  if (!show || known) return null;
  return (
    <p
      ref={(element) => {
        if (element) return () => remember(key);
      }}
      className="pointer-events-none absolute inset-x-0 bottom-4 mx-auto flex w-fit items-center gap-2 rounded-full bg-ink px-4 py-2 font-semibold text-paper text-sm"
    >
      <Icon of={Hand} />
      {children}
    </p>
  );
}
