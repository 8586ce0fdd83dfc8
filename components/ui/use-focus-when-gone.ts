import { type RefObject, useLayoutEffect, useRef } from 'react';
import { focusOn } from './going-on-from';

/**
 * When an element goes and takes the focus along, the focus goes on from somewhere else: whoever uses the keyboard would
 * begin at the top of the page again.
 * @param otherwise the id of something that can have the focus
 */
export function useFocusWhenGone<E extends HTMLElement>(otherwise: string): RefObject<E | null> {
  const going = useRef<E>(null);
  useLayoutEffect(() => {
    const element = going.current;
    return () => {
      if (element?.contains(document.activeElement)) focusOn(otherwise);
    };
  }, [otherwise]);
  return going;
}
