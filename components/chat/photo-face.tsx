import { ImageIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createContext, useContext } from 'react';
import { Icon } from '@/components/ui/icon';
import { Photo } from '@/components/ui/photo';
import { Picture } from '@/components/ui/picture';
import type { ChatPicture } from '@/lib/protocol/chat';

/** Shows a picture of the conversation as large as the window; the page that has all of them provides it. */
export const OpenPicture = createContext<(mediaId: string) => void>(() => undefined);

const smallSizes = '(min-width: 640px) 320px, 70vw';

/** A picture in a bubble, no taller than a hand; its place is kept while it loads. */
export function SmallPicture({ picture, alt }: { picture: ChatPicture; alt: string }) {
  return (
    <Photo
      photo={picture}
      alt={alt}
      sizes={smallSizes}
      loading="lazy"
      className="max-h-80 w-auto max-w-full rounded-control bg-stage object-contain"
    />
  );
}

export function PhotoFace({ picture }: { picture: ChatPicture }) {
  const t = useTranslations('chat');
  const open = useContext(OpenPicture);
  return (
    <button
      type="button"
      aria-label={t('enlarge')}
      onClick={() => open(picture.mediaId)}
      className="block py-1"
    >
      <SmallPicture picture={picture} alt={t('photo')} />
    </button>
  );
}

/** A photo on its way: the file itself where this tab still has it. */
export function PendingPicture({ previewUrl }: { previewUrl: string | undefined }) {
  const t = useTranslations('chat');
  if (previewUrl)
    return <Picture src={previewUrl} alt={t('photo')} className="max-h-80 max-w-full rounded-control" />;
  return (
    <span className="flex items-center gap-2 py-1">
      <Icon of={ImageIcon} />
      {t('photo')}
    </span>
  );
}
