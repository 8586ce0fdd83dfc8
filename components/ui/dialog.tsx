'use client';

import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './button';
import { Icon } from './icon';

/** A sheet over the page, for what needs answers. Open while it is rendered; the browser keeps the focus within. */
export function Dialog({
  title,
  closeLabel,
  onClose,
  children,
}: {
  title: string;
  closeLabel: string;
  onClose(): void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // A layout effect: it gives the focus back while it is still part of the page.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      // One that was opened again meanwhile, as React does it while developing, is not closed.
      onClose={() => dialog.current?.open || onClose()}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(28rem,calc(100vw-2rem))] overflow-y-auto rounded-card border border-line bg-surface p-4 text-ink shadow-float backdrop:bg-shade"
    >
      <div className="mb-3 flex items-start justify-between gap-3">
        <h2 id={titleId} className="py-2 font-bold text-lg">
          {title}
        </h2>
        <IconButton label={closeLabel} onClick={() => dialog.current?.close()}>
          <Icon of={X} />
        </IconButton>
      </div>
      {children}
    </dialog>
  );
}
