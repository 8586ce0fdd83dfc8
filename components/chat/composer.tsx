'use client';

import { SendHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { fieldClass } from '@/components/ui/text-field';
import { maxTextLength } from '@/lib/protocol/chat';
import { EnterKey, takenByInputMethod } from './enter-key';

/** On a touch keyboard Enter breaks the line, as in every messenger; the button sends. */
const enterSends = () => !window.matchMedia('(pointer: coarse)').matches;

/** Where one writes. The field is not controlled: an input method must not be disturbed while it composes. */
export function Composer({ send, typed }: { send(text: string): void; typed(): void }) {
  const t = useTranslations('chat');
  const field = useRef<HTMLTextAreaElement>(null);
  const enter = useRef(new EnterKey());

  const submit = () => {
    const element = field.current;
    if (!element) return;
    const text = element.value.trim();
    if (text === '') return;
    send(text);
    element.value = '';
  };
  // After an event of the input method: the last syllable must be in the field.
  const submitSoon = () => setTimeout(submit);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || !enterSends()) return;
    const { key, shiftKey, keyCode, nativeEvent } = event;
    if (!nativeEvent.isComposing) event.preventDefault();
    if (enter.current.keyDown({ key, shiftKey, keyCode, isComposing: nativeEvent.isComposing })) {
      if (keyCode === takenByInputMethod) submitSoon();
      else submit();
    }
  };

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
        <label htmlFor="message" className="sr-only">
          {t('write')}
        </label>
        <textarea
          id="message"
          ref={field}
          rows={1}
          maxLength={maxTextLength}
          placeholder={t('write')}
          enterKeyHint="enter"
          className={`${fieldClass} field-sizing-content max-h-32 resize-none`}
          onKeyDown={onKeyDown}
          onKeyUp={(event) => enter.current.keyUp(event.key)}
          onCompositionEnd={(event) => {
            if (enter.current.compositionEnd(event.data)) submitSoon();
          }}
          onInput={typed}
        />
        <Button type="submit" look="primary" aria-label={t('send')} title={t('send')}>
          <Icon of={SendHorizontal} />
        </Button>
      </div>
    </form>
  );
}
