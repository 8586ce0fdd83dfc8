import { type KeyboardEvent, type MouseEvent, type TouchEvent, useRef } from 'react';
import { isLongPress, isStill, type Press } from './long-press';

/** What the browser's own menu is better for: a link, and text that somebody has marked. */
const leaveToBrowser = (target: EventTarget) =>
  (target instanceof Element && target.closest('a') !== null) || getSelection()?.isCollapsed === false;

function pressOf({ touches, changedTouches, timeStamp }: TouchEvent): Press | null {
  const finger = changedTouches[0];
  if (!finger || changedTouches.length > 1 || touches.length > 1) return null;
  return { x: finger.clientX, y: finger.clientY, atMs: timeStamp };
}

/**
 * The ways to a message's menu other than its button: a right click, and a long press, which not every phone tells of
 * by itself. The menu opens when the finger is lifted: under one that still rests it would be pressed at once.
 * @param open null where there is no menu: the browser's own stays
 */
export function usePressMenu(open: ((anchor: Element) => void) | null) {
  const press = useRef<Press | null>(null);
  const end = () => {
    press.current = null;
  };
  return {
    onContextMenu(event: MouseEvent) {
      if (!open || leaveToBrowser(event.target)) return end();
      event.preventDefault();
      // Android tells of a long press while the finger is still down.
      if (!press.current) open(event.currentTarget);
    },
    onTouchStart(event: TouchEvent) {
      press.current = pressOf(event);
    },
    onTouchMove(event: TouchEvent) {
      const now = pressOf(event);
      if (!press.current || !now || !isStill(press.current, now)) end();
    },
    onTouchEnd(event: TouchEvent) {
      const [began, ended] = [press.current, pressOf(event)];
      end();
      if (!open || !began || !ended || !isLongPress(began, ended)) return;
      // Otherwise it counts as a click, on what lies under the finger by then, or beside the menu.
      event.preventDefault();
      open(event.currentTarget);
    },
    onTouchCancel: end,
  };
}

const isMenuButton = '[data-message-menu]';

/** One stop for the Tab key among all messages, the newest that has a menu; arrow keys go from message to message. */
export function moveAmongMessages(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined || !(event.target instanceof Element) || !event.target.matches(isMenuButton)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(isMenuButton)];
  const next = buttons[buttons.indexOf(event.target as HTMLElement) + step];
  event.preventDefault();
  next?.focus();
}
