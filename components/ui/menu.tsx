'use client';

import clsx from 'clsx';
import { EllipsisVertical, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { IconButton } from './button';
import { Icon } from './icon';

export interface MenuItem {
  label: string;
  icon: LucideIcon;
  danger?: boolean;
  onSelect(): void;
}

const gapPx = 8;

/** Beside its anchor, above it where there is no room beneath, and never outside of the window. */
function place(menu: HTMLElement, anchor: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const { innerWidth, innerHeight } = window;
  const beneath = anchor.bottom + height + gapPx <= innerHeight;
  const top = beneath ? anchor.bottom : Math.max(gapPx, anchor.top - height);
  const left = Math.min(anchor.left, innerWidth - width - gapPx);
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(gapPx, left)}px`;
}

/** Arrow keys go round, Home and End to the ends, as in every menu. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (goal === undefined) return;
  event.preventDefault();
  items.at(goal % items.length)?.focus();
}

/**
 * What can be done with one thing. Open for as long as it is rendered; the browser's own popover lays it over everything,
 * closes it on Escape and on a click beside it, and gives the focus back.
 */
export function Menu({
  label,
  anchor,
  items,
  onClose,
}: {
  label: string;
  anchor: Element;
  items: readonly MenuItem[];
  onClose(): void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const element = menu.current;
    if (!element) return;
    const onToggle = (event: ToggleEvent) => {
      if (event.newState === 'closed') close.current();
    };
    element.addEventListener('toggle', onToggle);
    if (!element.matches(':popover-open')) element.showPopover();
    place(element, anchor.getBoundingClientRect());
    element.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    return () => element.removeEventListener('toggle', onToggle);
  }, [anchor]);
  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Tab') menu.current?.hidePopover();
        else moveFocus(event);
      }}
      className="fixed inset-auto m-0 min-w-40 rounded-control border border-line bg-surface p-1 text-ink shadow-float"
    >
      {items.map(({ label: text, icon, danger = false, onSelect }) => (
        <button
          key={text}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            menu.current?.hidePopover();
            onSelect();
          }}
          className="flex min-h-11 w-full items-center gap-3 rounded-control px-3 text-left text-base transition-opacity hover:bg-stage focus-visible:-outline-offset-2"
        >
          <Icon of={icon} className={clsx('size-5', danger && 'text-red')} />
          {text}
        </button>
      ))}
    </div>
  );
}

/** A button with the menu behind it. */
export function MenuButton({
  label,
  items,
  className,
}: {
  label: string;
  items: readonly MenuItem[];
  className?: string;
}) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  return (
    <>
      <IconButton
        label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        className={className}
      >
        <Icon of={EllipsisVertical} />
      </IconButton>
      {anchor && <Menu label={label} anchor={anchor} items={items} onClose={() => setAnchor(null)} />}
    </>
  );
}
