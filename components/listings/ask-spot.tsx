import { MessageCircleQuestionMark } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import type { Outcome } from '@/components/outcome';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useAction } from '@/components/use-action';
import type { OrbitHandle, Spot } from '@/components/viewer/orbit';

/** From what is seen of the model to a question about it. */
export function AskSpot({
  orbit,
  ask,
}: {
  orbit: RefObject<OrbitHandle | null>;
  ask(spot: Spot): Promise<Outcome<unknown>>;
}) {
  const t = useTranslations('viewer');
  const asking = useAction(async () => {
    const spot = await orbit.current?.takeSpot();
    if (!spot) return { ok: false, error: { code: 'viewer.no_picture', details: {} } };
    return ask(spot);
  });
  return (
    <div className="flex flex-col gap-2">
      <Button onClick={asking.run} aria-disabled={asking.busy}>
        <Icon of={MessageCircleQuestionMark} />
        {t(asking.busy ? 'asking' : 'ask')}
      </Button>
      {asking.failure}
    </div>
  );
}
