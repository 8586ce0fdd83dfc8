import { CircleAlert } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Icon } from './icon';

export const fieldClass =
  'w-full min-h-11 rounded-control border border-line bg-surface px-3 py-2 text-base text-ink aria-invalid:border-red';

/** Marks a field as not taken, and leads to the sentence that says why. */
export const faultProps = (id: string, fault: string | null | undefined) =>
  fault ? ({ 'aria-invalid': true, 'aria-describedby': `${id}-fault` } as const) : {};

/** Beneath the field, why it is not taken as it is. */
export function FieldFault({ of, fault }: { of: string; fault: string | null | undefined }) {
  return fault ? (
    <p id={`${of}-fault`} className="flex gap-1.5 text-sm">
      <Icon of={CircleAlert} className="mt-0.5 size-4 text-red" />
      {fault}
    </p>
  ) : null;
}

/** A labelled line of text. */
export function TextField({
  label,
  id,
  fault,
  className = '',
  ...rest
}: ComponentProps<'input'> & { label: string; id: string; fault?: string | null }) {
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-semibold text-sm">
        {label}
      </label>
      <input id={id} className={`${fieldClass} ${className}`} {...rest} {...faultProps(id, fault)} />
      <FieldFault of={id} fault={fault} />
    </div>
  );
}
