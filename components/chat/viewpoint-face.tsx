import { Rotate3d } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';
import { writePoseParameter } from '@/components/viewer/pose-parameter';
import type { Content } from '@/lib/protocol/chat';
import { SmallPicture } from './photo-face';

/** A spot of the model: its picture, and the way back to exactly there. */
export function ViewpointFace({ content }: { content: Extract<Content, { kind: 'viewpoint' }> }) {
  const t = useTranslations('chat');
  const { listingId, pose, picture } = content;
  return (
    <Link
      href={`/listings/${listingId}?at=${writePoseParameter(pose)}`}
      prefetch={false}
      className="flex w-60 max-w-full flex-col gap-2 py-1 transition-opacity hover:opacity-85"
    >
      <SmallPicture picture={picture} alt="" />
      <span className="flex items-center gap-2 font-semibold text-sm">
        <Icon of={Rotate3d} />
        {t('seeSpot')}
      </span>
    </Link>
  );
}
