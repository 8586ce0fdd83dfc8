import clsx from 'clsx';
import { UserRound } from 'lucide-react';
import { Icon } from './icon';
import { Picture } from './picture';

const sizes = { small: 'size-6', medium: 'size-11', large: 'size-24' } as const;

/**
 * The face of a person, beside their name: to those who do not see it the name says everything. A figure stands in for
 * whoever shows none.
 */
export function Portrait({ url, size = 'medium' }: { url: string | null; size?: keyof typeof sizes }) {
  return (
    <span
      className={clsx(
        'flex shrink-0 items-center justify-center overflow-hidden rounded-full bg-stage',
        sizes[size],
      )}
    >
      {url ? (
        <Picture src={url} alt="" className="size-full object-cover" />
      ) : (
        <Icon of={UserRound} className={size === 'large' ? 'size-10' : undefined} />
      )}
    </span>
  );
}
