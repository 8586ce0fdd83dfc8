import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Icon } from '@/components/ui/icon';
import { type LinkPart, partsOf } from './links';

const rel = 'noopener noreferrer nofollow';

/** Words as they were written; addresses with the host that they really lead to. */
export function MessageText({ text }: { text: string }) {
  return (
    <span className="whitespace-pre-wrap">
      {partsOf(text).map((part, index) =>
        part.type === 'text' ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its order
          <MessageLink key={index} link={part} />
        ),
      )}
    </span>
  );
}

function Address({ link: { host, rest } }: { link: LinkPart }) {
  return (
    <>
      <span className="font-semibold">{host}</span>
      <span className="break-all">{rest}</span>
    </>
  );
}

const linkClass = 'text-left underline underline-offset-2';

function MessageLink({ link }: { link: LinkPart }) {
  if (link.warning) return <DoubtfulLink link={link} />;
  return (
    <a href={link.href} target="_blank" rel={rel} className={linkClass}>
      <Address link={link} />
    </a>
  );
}

/** Says first what is strange about the address; opening it takes a second press. */
function DoubtfulLink({ link }: { link: LinkPart }) {
  const t = useTranslations('chat.link');
  const [asked, setAsked] = useState(false);
  const { warning, host, href } = link;
  if (!warning) return null;
  return (
    <>
      <button
        type="button"
        aria-expanded={asked}
        onClick={() => setAsked(!asked)}
        className={`${linkClass} inline`}
      >
        <Icon of={TriangleAlert} className="mr-1 inline size-4 align-text-bottom" />
        <span className="sr-only">{t('doubtful')} </span>
        <Address link={link} />
      </button>
      {asked && (
        <span
          role="alert"
          className="my-2 flex flex-col items-start gap-2 rounded-control border border-line bg-surface p-3 text-ink text-sm"
        >
          <span>{t(warning.reason, { host, of: warning.reason === 'lookalike' ? warning.of : '' })}</span>
          <a href={href} target="_blank" rel={rel} className="font-semibold underline">
            {t('openAnyway', { host })}
          </a>
        </span>
      )}
    </>
  );
}
