import clsx from 'clsx';
import Link from 'next/link';
import type { ComponentProps } from 'react';

type Look = 'primary' | 'plain' | 'danger';

interface Style {
  look?: Look;
  /** As wide as its place. */
  wide?: boolean;
}

const base =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-4 py-2 text-base font-semibold ' +
  'transition-opacity hover:opacity-90 aria-disabled:opacity-80';

const looks: Record<Look, string> = {
  primary: 'bg-brand text-on-brand',
  plain: 'border border-line bg-surface text-ink',
  danger: 'bg-red text-on-red',
};

const classes = ({ look = 'plain', wide }: Style, extra?: string) =>
  clsx(base, looks[look], wide && 'w-full', extra);

export function Button({
  look,
  wide,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & Style) {
  return <button type={type} className={classes({ look, wide }, className)} {...rest} />;
}

export function ButtonLink({ look, wide, className, ...rest }: ComponentProps<typeof Link> & Style) {
  return <Link className={classes({ look, wide }, className)} {...rest} />;
}

/** A round button that is only an icon; `label` is what it says to those who do not see it. */
export function IconButton({ label, className, ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={clsx(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-full text-ink transition-opacity hover:opacity-70',
        className,
      )}
      {...rest}
    />
  );
}
