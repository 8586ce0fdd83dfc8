/** Which of the pictures round a thing is seen, and how far the hand or the turn has come. */

/** Long enough to be seen one after the other, short enough to look like turning. */
export const stepMs = 140;

/** A finger that has moved less than this means the card, not the thing on it. */
export const dragStartsAtPx = 8;

/** The picture after a drag over `movedPx` of a card of this width: the width of the card is once round. */
export function pictureOfDrag(movedPx: number, widthPx: number, count: number): number {
  const steps = Math.round((movedPx / Math.max(1, widthPx)) * count);
  // Against the hand's way the pictures run backwards: the front of the thing follows the finger.
  return (((-steps % count) + count) % count) + 0;
}
