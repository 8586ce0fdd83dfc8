import type { ComponentProps } from 'react';

export const fieldClass =
  'w-full min-h-11 rounded-control border border-line bg-surface px-3 py-2 text-base text-ink aria-invalid:border-red';

/** A labelled line of text. */
export function TextField({
  label,
  id,
  className = '',
  ...rest
}: ComponentProps<'input'> & { label: string; id: string }) {
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-semibold text-sm">
        {label}
      </label>
      <input id={id} className={`${fieldClass} ${className}`} {...rest} />
    </div>
  );
}
