import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from 'react';

const longPressMs = 500;
/** A finger that moves farther than this scrolls. */
const stillPx = 10;

/** What the browser's own menu is better for: a link, and text that somebody has marked. */
const leaveToBrowser = (target: EventTarget) =>
  (target instanceof Element && target.closest('a') !== null) || getSelection()?.isCollapsed === false;

/**
 * The ways to a message's menu other than its button: a right click, and a long press, which not every phone tells of
 * by itself.
 */
export function usePressMenu(open: (anchor: Element) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const end = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  return {
    onContextMenu(event: MouseEvent) {
      end();
      if (leaveToBrowser(event.target)) return;
      event.preventDefault();
      open(event.currentTarget);
    },
    onPointerDown(event: PointerEvent) {
      if (event.pointerType !== 'touch') return;
      const anchor = event.currentTarget;
      const timer = setTimeout(() => open(anchor), longPressMs);
      press.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove(event: PointerEvent) {
      if (!press.current) return;
      const { x, y } = press.current;
      if (Math.hypot(event.clientX - x, event.clientY - y) > stillPx) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

const isMenuButton = '[data-message-menu]';

/** One stop for the Tab key among all messages, the newest; arrow keys go from message to message. */
export function moveAmongMessages(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined || !(event.target instanceof Element) || !event.target.matches(isMenuButton)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(isMenuButton)];
  const next = buttons[buttons.indexOf(event.target as HTMLElement) + step];
  event.preventDefault();
  next?.focus();
}
