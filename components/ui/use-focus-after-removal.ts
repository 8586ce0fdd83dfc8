import { type RefObject, useLayoutEffect, useRef } from 'react';
import { focusOn } from './going-on-from';
import { useFocusWhenGone } from './use-focus-when-gone';

/**
 * When the button that has the focus goes with its line, the focus goes to the one that takes its place, or to
 * `otherwise` where no line is left. Whoever uses the keyboard would begin at the top of the page again.
 * @param count how many lines there are, each with one button
 * @param otherwise the id of something that can have the focus
 */
export function useFocusAfterRemoval<E extends HTMLElement>(
  count: number,
  otherwise: string,
): { list: RefObject<E | null>; onRemoved(index: number): void } {
  // The last line may take the list along.
  const list = useFocusWhenGone<E>(otherwise);
  const removed = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line may go long after its button was pressed
  useLayoutEffect(() => {
    const index = removed.current;
    removed.current = null;
    if (index === null || document.activeElement !== document.body) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const next = buttons[index] ?? buttons.at(-1);
    if (next) next.focus({ preventScroll: true });
    else focusOn(otherwise);
  }, [count]);
  const onRemoved = (index: number) => {
    removed.current = index;
  };
  return { list, onRemoved };
}
