import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Lightbox } from '@/components/ui/lightbox';
import { Photo } from '@/components/ui/photo';
import type { Message } from '@/lib/protocol/chat';
import { pictureOf } from './faces';
import { OpenPicture } from './photo-face';

/** Lets every picture of a conversation be opened, and turns from one to the next. */
export function ConversationPictures({
  messages,
  children,
}: {
  messages: readonly Message[];
  children: ReactNode;
}) {
  const t = useTranslations('chat');
  const [opened, setOpened] = useState<string | null>(null);
  const pictures = messages.flatMap(({ content }) => pictureOf(content) ?? []);
  const index = pictures.findIndex(({ mediaId }) => mediaId === opened);
  const picture = pictures[index];
  return (
    <OpenPicture value={setOpened}>
      {children}
      {picture && (
        <Lightbox
          index={index}
          count={pictures.length}
          words={{
            label: t('photoOf', { index: index + 1, total: pictures.length }),
            close: t('closePhoto'),
            previous: t('previousPhoto'),
            next: t('nextPhoto'),
          }}
          onTurn={(next) => setOpened(pictures[next]?.mediaId ?? null)}
          onClose={() => setOpened(null)}
        >
          <Photo
            key={picture.mediaId}
            photo={picture}
            alt={t('photo')}
            sizes="100vw"
            loading="eager"
            className="max-h-full max-w-full object-contain"
          />
        </Lightbox>
      )}
    </OpenPicture>
  );
}
