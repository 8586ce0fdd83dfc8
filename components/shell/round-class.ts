/** A round place of the top bar that is pressed. */
export const roundClass =
  'relative inline-flex size-11 items-center justify-center rounded-full transition-opacity hover:opacity-70';
