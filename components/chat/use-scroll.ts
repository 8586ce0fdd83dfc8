import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So near to the end one still reads the newest. */
const endPx = 48;
/** So near to the top the page before it is fetched. */
const topPx = 240;

/**
 * Keeps the place in a list that grows at both ends: who reads the end stays at the end, who reads above stays where
 * they are, also when older lines are put before.
 */
export function useScroll(
  list: RefObject<HTMLElement | null>,
  firstKey: number,
  contents: unknown,
  onTop: () => void,
): { atEnd: boolean; toEnd(): void } {
  const [atEnd, setAtEnd] = useState(true);
  const staying = useRef(true);
  const known = useRef({ firstKey, height: 0 });
  const top = useRef(onTop);
  useEffect(() => {
    top.current = onTop;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the contents change, the height may
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    if (staying.current) element.scrollTop = element.scrollHeight;
    else if (firstKey < known.current.firstKey)
      element.scrollTop += element.scrollHeight - known.current.height;
    known.current = { firstKey, height: element.scrollHeight };
  }, [contents, firstKey, list]);

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    let lastTop = element.scrollTop;
    const look = () => {
      const { scrollTop } = element;
      const toEnd = element.scrollHeight - scrollTop - element.clientHeight;
      // Only who scrolls up leaves the end: this event may come after a keyboard or a line that nobody was told of yet.
      if (toEnd < endPx) staying.current = true;
      else if (scrollTop < lastTop) staying.current = false;
      lastTop = scrollTop;
      setAtEnd(staying.current);
      if (scrollTop < topPx) top.current();
    };
    // The keyboard of a phone makes the list shorter, and a picture that has loaded makes its lines longer: the end stays
    // in view.
    const resized = new ResizeObserver(() => {
      if (staying.current) element.scrollTop = element.scrollHeight;
    });
    resized.observe(element);
    if (element.firstElementChild) resized.observe(element.firstElementChild);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [list]);

  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  return { atEnd, toEnd };
}
