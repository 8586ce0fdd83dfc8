'use client';

import { Copy, ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';

/** In the place of Google's button inside another app: why not here, the way out, and the address to take along. */
export function OutsideBrowser({
  app,
  link,
  address,
}: {
  app: 'kakaotalk' | 'other';
  /** Opens the address in the browser of the device; null where the app offers no such thing. */
  link: string | null;
  address: string;
}) {
  const t = useTranslations('signIn.outside');
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    // Selected first: where the clipboard is closed, the device's own menu copies it.
    field.current?.select();
    setCopied(
      await copyText(address).then(
        () => true,
        () => false,
      ),
    );
  };
  return (
    <section className="flex flex-col gap-4" data-testid="outside-browser">
      <Notice kind="info">{app === 'kakaotalk' ? t('kakaotalk') : t('other')}</Notice>
      {link && (
        <a
          href={link}
          className="inline-flex min-h-14 items-center justify-center gap-2 rounded-control bg-brand px-4 py-2 font-semibold text-base text-on-brand transition-opacity hover:opacity-90"
        >
          <Icon of={ExternalLink} />
          {t('open')}
        </a>
      )}
      <TextField
        id="outside-address"
        label={t('address')}
        ref={field}
        value={address}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={copy}>
          <Icon of={Copy} />
          {t('copy')}
        </Button>
        <p role="status" className="text-ink-soft text-sm">
          {copied === true && t('copied')}
          {copied === false && t('selected')}
        </p>
      </div>
    </section>
  );
}
