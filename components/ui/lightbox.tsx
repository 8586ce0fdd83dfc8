'use client';

import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from './button';
import { Icon } from './icon';

interface LightboxWords {
  label: string;
  close: string;
  previous: string;
  next: string;
}

/** Pictures as large as the window: arrow keys turn to the next one, Escape or a press beside it closes. */
export function Lightbox({
  index,
  count,
  words,
  onTurn,
  onClose,
  children,
}: {
  index: number;
  count: number;
  words: LightboxWords;
  onTurn(index: number): void;
  onClose(): void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const turn = (step: number) => {
    const next = index + step;
    if (next >= 0 && next < count) onTurn(next);
  };
  const turnByArrow = (step: number) => {
    turn(step);
    // The arrow goes at the end, and the keys would go with it.
    if (index + step === 0 || index + step === count - 1) dialog.current?.focus();
  };
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      aria-label={words.label}
      // One that was opened again meanwhile, as React does it while developing, is not closed.
      onClose={() => dialog.current?.open || onClose()}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') turn(-1);
        if (event.key === 'ArrowRight') turn(1);
      }}
      className="m-0 size-full max-h-none max-w-none bg-stage text-ink"
    >
      <button
        type="button"
        aria-hidden
        tabIndex={-1}
        onClick={() => dialog.current?.close()}
        className="absolute inset-0 cursor-default"
      />
      <div className="pointer-events-none absolute inset-0 flex items-center justify-center p-2">
        {children}
      </div>
      <IconButton
        label={words.close}
        onClick={() => dialog.current?.close()}
        className="absolute top-3 right-3 bg-surface"
      >
        <Icon of={X} />
      </IconButton>
      <Arrows index={index} count={count} words={words} turn={turnByArrow} />
      <p role="status" className="sr-only">
        {words.label}
      </p>
    </dialog>
  );
}

function Arrows({
  index,
  count,
  words,
  turn,
}: {
  index: number;
  count: number;
  words: LightboxWords;
  turn(step: number): void;
}) {
  const arrow = 'absolute top-1/2 -translate-y-1/2 bg-surface';
  return (
    <>
      {index > 0 && (
        <IconButton label={words.previous} onClick={() => turn(-1)} className={`${arrow} left-3`}>
          <Icon of={ChevronLeft} />
        </IconButton>
      )}
      {index < count - 1 && (
        <IconButton label={words.next} onClick={() => turn(1)} className={`${arrow} right-3`}>
          <Icon of={ChevronRight} />
        </IconButton>
      )}
    </>
  );
}
