/** Where and when a finger was. Pixels of the window, milliseconds of the page's clock. */
export interface Press {
  x: number;
  y: number;
  atMs: number;
}

const longMs = 500;
/** A finger that moves farther than this scrolls. */
const stillPx = 10;

export const isStill = (began: Press, now: Press): boolean =>
  Math.hypot(now.x - began.x, now.y - began.y) <= stillPx;

/** Whether a finger that came down at the first and was lifted at the second has rested there long enough. */
export const isLongPress = (began: Press, ended: Press): boolean =>
  isStill(began, ended) && ended.atMs - began.atMs >= longMs;
