import clsx from 'clsx';
import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon';

const kinds = {
  error: { icon: CircleAlert, colour: 'text-red', role: 'alert' },
  done: { icon: CircleCheck, colour: 'text-green', role: 'status' },
  info: { icon: Info, colour: 'text-ink-soft', role: undefined },
} as const;

/** A sentence that belongs to its place on the page, with what can be done about it beneath. */
export function Notice({
  kind,
  children,
  action,
}: {
  kind: keyof typeof kinds;
  children: ReactNode;
  action?: ReactNode;
}) {
  const { icon, colour, role } = kinds[kind];
  return (
    <div className="flex gap-3 rounded-control border border-line bg-surface p-3 text-sm" role={role}>
      <Icon of={icon} className={clsx('mt-0.5 size-5', colour)} />
      <div className="flex min-w-0 flex-col items-start gap-3">
        <div>{children}</div>
        {action}
      </div>
    </div>
  );
}
