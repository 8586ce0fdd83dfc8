import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Content } from '@/lib/protocol/chat';

/** How each kind of message looks in its bubble: one entry per kind of the registry in lib/protocol/chat.ts. */
const faces: { [K in Content['kind']]: (content: Extract<Content, { kind: K }>) => ReactNode } = {
  text: ({ text }) => <span className="whitespace-pre-wrap">{text}</span>,
  deleted: () => <Deleted />,
};

function Deleted() {
  return <span className="text-ink-soft italic">{useTranslations('chat')('deleted')}</span>;
}

export function Face({ content }: { content: Content }) {
  // Each entry takes the content of its own kind, which TypeScript cannot follow through the lookup.
  const face = faces[content.kind] as (content: Content) => ReactNode;
  return face(content);
}

/** A message in one line, for the inbox. */
export function useSummary(): (content: Content) => string {
  const t = useTranslations('chat');
  return (content) => (content.kind === 'text' ? content.text.replace(/\s+/g, ' ') : t('deleted'));
}
