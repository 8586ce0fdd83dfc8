import { Rotate3d } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/ui/icon';

/** The amber mark of a thing that turns. */
export function TurnsMark() {
  const t = useTranslations('card');
  return (
    <span
      role="img"
      aria-label={t('turns')}
      className="inline-flex items-center gap-1 rounded-full bg-amber px-2 py-0.5 font-bold text-on-amber text-xs"
    >
      <Icon of={Rotate3d} className="size-3.5" />
      3D
    </span>
  );
}
