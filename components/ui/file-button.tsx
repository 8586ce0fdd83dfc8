'use client';

import type { LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

/** A button that opens the device's own picker, or its camera. */
export function FileButton({
  label,
  icon,
  accept,
  capture = false,
  multiple = false,
  look = 'plain',
  testId,
  onFiles,
}: {
  label: string;
  icon: LucideIcon;
  accept: string;
  capture?: boolean;
  multiple?: boolean;
  look?: 'primary' | 'plain';
  testId: string;
  onFiles(files: File[]): void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look={look} onClick={() => input.current?.click()} className={capture ? 'md:hidden' : ''}>
        <Icon of={icon} />
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={multiple}
        capture={capture ? 'environment' : undefined}
        data-testid={testId}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again after it was removed.
          event.target.value = '';
        }}
      />
    </>
  );
}
