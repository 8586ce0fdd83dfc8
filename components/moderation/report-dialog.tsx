'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type Failure, type Outcome, settle } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useFailureText } from '@/components/ui/failure-text';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { fieldClass } from '@/components/ui/text-field';
import { maxNoteLength, type ReportReason, reportReasons } from '@/lib/moderation/schema';

/** What is wrong with a message or a person, in one choice and, if one likes, in words. */
export function ReportDialog({
  subject,
  name,
  send,
  onClose,
}: {
  subject: 'message' | 'person';
  name: string;
  send(words: { reason: ReportReason; note: string }): Promise<Outcome<void>>;
  onClose(): void;
}) {
  const t = useTranslations('report');
  const failureText = useFailureText();
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    if (!reason) {
      setFailure({ code: 'report.no_reason', details: {} });
      return;
    }
    const note = String(new FormData(event.currentTarget).get('note') ?? '');
    setBusy(true);
    const outcome = await settle(send({ reason, note }));
    setBusy(false);
    setFailure(outcome.ok ? null : outcome.error);
  };
  return (
    <Dialog title={t(subject, { name })} closeLabel={t('close')} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Segmented<ReportReason>
          legend={t('reason')}
          value={reason}
          onChange={setReason}
          choices={reportReasons.map((value) => ({ value, label: t(`reasons.${value}`) }))}
        />
        <div className="flex flex-col gap-2">
          <label htmlFor="report-note" className="font-semibold text-sm">
            {t('note')}
          </label>
          <textarea id="report-note" name="note" rows={3} maxLength={maxNoteLength} className={fieldClass} />
        </div>
        <p className="text-ink-soft text-sm">{t('what')}</p>
        {failure && <Notice kind="error">{failureText(failure)}</Notice>}
        <Button type="submit" look="primary" wide aria-disabled={busy}>
          {t(busy ? 'sending' : 'send')}
        </Button>
      </form>
    </Dialog>
  );
}
