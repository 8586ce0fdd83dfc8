'use client';

import { ImagePlus, SendHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ClipboardEvent, type CompositionEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { fieldClass } from '@/components/ui/text-field';
import { uploadRules } from '@/lib/media/schema';
import { maxTextLength } from '@/lib/protocol/chat';
import { isVisible } from '@/lib/protocol/visible';
import type { Words } from './drafts';
import { EnterKey, takenByInputMethod } from './enter-key';

/** On a touch keyboard Enter breaks the line, as in every messenger; the button sends. */
const enterSends = () => !window.matchMedia('(pointer: coarse)').matches;

/** Sends on Enter, once, whatever the input method does with it. */
function useEnter(submit: () => void) {
  const enter = useRef(new EnterKey());
  // After an event of the input method: the last syllable must be in the field.
  const submitSoon = () => setTimeout(submit);
  return {
    onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
      if (event.key !== 'Enter' || event.shiftKey || !enterSends()) return;
      const { key, shiftKey, keyCode, nativeEvent } = event;
      if (!nativeEvent.isComposing) event.preventDefault();
      if (enter.current.keyDown({ key, shiftKey, keyCode, isComposing: nativeEvent.isComposing })) {
        if (keyCode === takenByInputMethod) submitSoon();
        else submit();
      }
    },
    onKeyUp: (event: KeyboardEvent) => enter.current.keyUp(event.key),
    onCompositionEnd(event: CompositionEvent) {
      if (enter.current.compositionEnd(event.data)) submitSoon();
    },
  };
}

/** As tall as its words, where the browser does not see to that itself: in Firefox and older Safari. */
function fitHeight(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.height = 'auto';
  const borders = field.offsetHeight - field.clientHeight;
  field.style.height = `${field.scrollHeight + borders}px`;
}

/** Where one writes. The field is not controlled: an input method must not be disturbed while it composes. */
export function Composer({
  send,
  sendPhotos,
  typed,
  words,
}: {
  send(text: string): void;
  sendPhotos(files: File[]): void;
  typed(): void;
  words: Words;
}) {
  const t = useTranslations('chat');
  const field = useRef<HTMLTextAreaElement>(null);
  const submit = () => {
    const text = field.current?.value.trim() ?? '';
    if (!field.current || !isVisible(text)) return;
    send(text);
    field.current.value = '';
    fitHeight(field.current);
    words.save('');
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; what was typed before the page was alive stays
  useEffect(() => {
    if (!field.current) return;
    if (field.current.value === '') field.current.value = words.load();
    fitHeight(field.current);
  }, []);
  const enter = useEnter(submit);
  return (
    <form
      className="border-line border-t bg-paper px-4 pb-safe"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
        field.current?.focus();
      }}
    >
      <div className="flex items-end gap-2 py-2">
        <PhotoPicker onFiles={sendPhotos} />
        <textarea
          aria-label={t('write')}
          ref={field}
          rows={1}
          maxLength={maxTextLength}
          placeholder={t('write')}
          enterKeyHint="enter"
          className={`${fieldClass} field-sizing-content max-h-32 resize-none`}
          {...enter}
          onInput={(event) => {
            words.save(event.currentTarget.value);
            fitHeight(event.currentTarget);
            typed();
          }}
          onPaste={(event) => pastePictures(event, sendPhotos)}
        />
        <Button type="submit" look="primary" aria-label={t('send')} title={t('send')}>
          <Icon of={SendHorizontal} />
        </Button>
      </div>
    </form>
  );
}

/** Pictures that were copied; not the one that Office adds to words. */
function pastePictures(event: ClipboardEvent, onFiles: (files: File[]) => void): void {
  if (event.clipboardData.types.includes('text/plain')) return;
  const files = [...event.clipboardData.files].filter(({ type }) => type.startsWith('image/'));
  if (files.length === 0) return;
  event.preventDefault();
  onFiles(files);
}

function PhotoPicker({ onFiles }: { onFiles(files: File[]): void }) {
  const t = useTranslations('chat');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('sendPhoto')} onClick={() => input.current?.click()} className="-ml-3">
        <Icon of={ImagePlus} />
      </IconButton>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={uploadRules.photo.types.join(',')}
        data-testid="chat-photo-input"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}
