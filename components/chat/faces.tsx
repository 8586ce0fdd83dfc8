import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ChatPicture, Content, Sendable } from '@/lib/protocol/chat';
import { MessageText } from './message-text';
import { PendingPicture, PhotoFace } from './photo-face';
import { ViewpointFace } from './viewpoint-face';

type ChatWords = ReturnType<typeof useTranslations<'chat'>>;

interface KindFace<C extends Content> {
  /** In its bubble. */
  bubble(content: C): ReactNode;
  /** In one line, for the inbox and for those who listen. */
  summary(content: C, t: ChatWords): string;
  /** What copying takes; absent where there are no words. */
  words?(content: C): string;
  /** What the large view pages through. */
  picture?(content: C): ChatPicture;
}

/** How each kind of message looks: one entry per kind of the registry in lib/protocol/chat.ts. */
const faces: { [K in Content['kind']]: KindFace<Extract<Content, { kind: K }>> } = {
  text: {
    bubble: ({ text }) => <MessageText text={text} />,
    summary: ({ text }) => text.replace(/\s+/g, ' '),
    words: ({ text }) => text,
  },
  photo: {
    bubble: ({ picture }) => <PhotoFace picture={picture} />,
    summary: (_, t) => t('photo'),
    picture: ({ picture }) => picture,
  },
  viewpoint: {
    bubble: (content) => <ViewpointFace content={content} />,
    summary: (_, t) => t('viewpoint'),
  },
  deleted: {
    bubble: () => <Deleted />,
    summary: (_, t) => t('deleted'),
  },
};

/** The same while it is not stored: nothing has been looked up yet. */
const pendingFaces: {
  [K in Sendable['kind']]: (content: Extract<Sendable, { kind: K }>, preview?: Blob) => ReactNode;
} = {
  text: ({ text }) => <span className="whitespace-pre-wrap">{text}</span>,
  photo: (_, preview) => <PendingPicture preview={preview} />,
  viewpoint: (_, preview) => <PendingPicture preview={preview} />,
};

// Each entry takes the content of its own kind, which TypeScript cannot follow through the lookup.
const faceOf = (content: Content) => faces[content.kind] as KindFace<Content>;

function Deleted() {
  return <span className="italic">{useTranslations('chat')('deleted')}</span>;
}

export function Face({ content }: { content: Content }) {
  return faceOf(content).bubble(content);
}

/** @param content null while something of it is still being uploaded */
export function PendingFace({ content, preview }: { content: Sendable | null; preview?: Blob }) {
  if (!content) return <PendingPicture preview={preview} />;
  const face = pendingFaces[content.kind] as (content: Sendable, preview?: Blob) => ReactNode;
  return face(content, preview);
}

export function useSummary(): (content: Content) => string {
  const t = useTranslations('chat');
  return (content) => faceOf(content).summary(content, t);
}

/** What copying a message takes; null where there are no words. */
export const wordsOf = (content: Content): string | null => faceOf(content).words?.(content) ?? null;

export const pictureOf = (content: Content): ChatPicture | null => faceOf(content).picture?.(content) ?? null;
