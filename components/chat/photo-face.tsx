import { ImageIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createContext, useContext, useEffect, useState } from 'react';
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

/** An address of these bytes, for as long as somebody shows them: the browser keeps them in memory until it is revoked. */
function useAddress(bytes: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!bytes) return;
    const made = URL.createObjectURL(bytes);
    setAddress(made);
    return () => {
      setAddress(null);
      URL.revokeObjectURL(made);
    };
  }, [bytes]);
  return address;
}

/** A photo on its way: the file itself where this tab still has it. */
export function PendingPicture({ preview }: { preview: Blob | undefined }) {
  const t = useTranslations('chat');
  const address = useAddress(preview);
  // Not every browser can show what a phone has taken.
  const [unreadable, setUnreadable] = useState(false);
  if (address && !unreadable)
    return (
      <Picture
        src={address}
        alt={t('photo')}
        onError={() => setUnreadable(true)}
        className="max-h-80 max-w-full rounded-control"
      />
    );
  return (
    <span className="flex items-center gap-2 py-1">
      <Icon of={ImageIcon} />
      {t('photo')}
    </span>
  );
}
