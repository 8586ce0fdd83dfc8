'use client';

import { Hand } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Icon } from '@/components/ui/icon';

const key = 'bitmarket.turned';
const never = () => () => undefined;

function turnedBefore(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return true;
  }
}

/** Said once on each device: whoever has turned one thing knows. */
export function TurnHint({ show, children }: { show: boolean; children: string }) {
  const known = useSyncExternalStore(never, turnedBefore, () => true);
  if (!show || known) return null;
  return (
    <p
      ref={(element) => {
        if (element) return () => localStorage.setItem(key, '1');
      }}
      className="pointer-events-none absolute inset-x-0 bottom-4 mx-auto flex w-fit items-center gap-2 rounded-full bg-ink px-4 py-2 font-semibold text-paper text-sm"
    >
      <Icon of={Hand} />
      {children}
    </p>
  );
}
