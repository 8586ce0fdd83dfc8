'use client';

import { Check, CloudUpload, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import type { AutosaveState } from './autosave';

const shown = {
  saved: { icon: Check, text: 'saved' },
  waiting: { icon: CloudUpload, text: 'saving' },
  saving: { icon: CloudUpload, text: 'saving' },
  failed: { icon: TriangleAlert, text: 'unsaved' },
  refused: { icon: TriangleAlert, text: 'refused' },
} as const;

/** Always in view while something is written. */
export function SaveState({ status }: { status: AutosaveState<object>['status'] }) {
  const t = useTranslations('sell');
  const { icon, text } = shown[status];
  return (
    <p
      role="status"
      className="flex items-center gap-1.5 text-ink-soft text-sm"
      data-testid="save-state"
      data-state={status}
    >
      <Icon of={icon} className="size-4" />
      {t(text)}
    </p>
  );
}
