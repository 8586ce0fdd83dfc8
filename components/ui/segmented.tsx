'use client';

import clsx from 'clsx';
import { useId } from 'react';

export interface Choice<T extends string> {
  value: T;
  label: string;
}

/** One of a few, all of them seen at once. Radio buttons underneath, so that arrow keys and forms work as ever. */
export function Segmented<T extends string>({
  legend,
  hideLegend = false,
  choices,
  value,
  onChange,
}: {
  legend: string;
  hideLegend?: boolean;
  choices: readonly Choice<T>[];
  value: T | null;
  onChange(value: T): void;
}) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={hideLegend ? 'sr-only' : 'mb-2 font-semibold text-sm'}>{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={clsx(
              'relative flex min-h-11 cursor-pointer items-center rounded-full border px-4 text-sm font-semibold transition-opacity hover:opacity-85',
              'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand',
              choice.value === value ? 'border-ink bg-ink text-paper' : 'border-line bg-surface text-ink',
            )}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="absolute inset-0 cursor-pointer appearance-none rounded-full outline-none"
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
