'use client';

import './globals.css';
import { useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import en from '@/messages/en.json';
import ko from '@/messages/ko.json';

const nothingChanges = () => () => undefined;

/** The layout itself failed, so nothing of it is here: neither the chosen language nor the chosen brightness. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  const english = useSyncExternalStore(
    nothingChanges,
    () => !navigator.language.startsWith('ko'),
    () => false,
  );
  const words = english ? en.page : ko.page;
  return (
    <html lang={english ? 'en' : 'ko'}>
      <body className="font-sans">
        <main>
          <EmptyState
            alone
            action={
              <Button look="primary" onClick={() => retry()}>
                {words.retry}
              </Button>
            }
          >
            {words.failed}
          </EmptyState>
        </main>
      </body>
    </html>
  );
}
