/** Gives the focus to something on the page that can have it. */
export const focusOn = (id: string): void => document.getElementById(id)?.focus({ preventScroll: true });

/** For a button that goes with what it does: whoever uses the keyboard goes on from what has this id. */
export const goingOnFrom = (id: string, deed: () => void) => () => {
  focusOn(id);
  deed();
};
