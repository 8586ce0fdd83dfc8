'use client';

import { useLinkStatus } from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

/**
 * Inside a link: what stands in the next page's place while it is on its way. Not Next's loading.tsx, with which a page
 * that is not there would answer as if it were: its status goes out with the skeleton.
 */
export function Waiting({ children }: { children: ReactNode }) {
  const { pending } = useLinkStatus();
  const t = useTranslations('page');
  if (!pending) return null;
  return createPortal(
    <div
      className="late fixed inset-x-0 top-bar bottom-0 z-10 overflow-hidden bg-paper"
      data-testid="waiting"
    >
      <p role="status" className="sr-only">
        {t('loading')}
      </p>
      <div aria-hidden>{children}</div>
    </div>,
    document.body,
  );
}
