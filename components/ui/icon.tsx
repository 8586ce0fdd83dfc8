import type { LucideIcon } from 'lucide-react';

/** One family, one size, one stroke. Decoration: what it means stands beside it or in the label of its button. */
export function Icon({ of: Drawing, className = 'size-5' }: { of: LucideIcon; className?: string }) {
  return <Drawing aria-hidden className={`shrink-0 ${className}`} strokeWidth={1.75} />;
}
