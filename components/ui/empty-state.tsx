import type { ReactNode } from 'react';

/** A shelf with one empty place, in the line of the icons. */
function EmptyShelf() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 120 96"
      className="w-32 text-ink-soft"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M8 80h104M16 80v8M104 80v8" />
      <path d="M22 80V50l14-8 14 8v30M22 50l14 8 14-8M36 58v22" />
      <path d="M84 80V64a10 10 0 0 1 20 0v16z" />
      <path d="M59 34a12 12 0 1 1 12 12" strokeDasharray="3 5" />
      <path d="m76 41-5 5 5 5" />
    </svg>
  );
}

/** One drawing, one sentence, one button. `alone` where there is nothing else on the page: the sentence heads it. */
export function EmptyState({
  children,
  action,
  alone = false,
}: {
  children: ReactNode;
  action?: ReactNode;
  alone?: boolean;
}) {
  const Sentence = alone ? 'h1' : 'p';
  return (
    <div className="flex flex-col items-center gap-4 px-4 py-16 text-center">
      <EmptyShelf />
      <Sentence className="max-w-80 text-balance text-base text-ink-soft leading-normal">{children}</Sentence>
      {action}
    </div>
  );
}
