import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { cancel, discard, publish, retry } from '@/app/actions/scans';
import type { Outcome } from '@/components/outcome';

/** What a seller can do with a scan. A scan that had ended is not watched any more, so the page is asked anew. */
export function useScanActions() {
  const router = useRouter();
  return useMemo(() => {
    const thenRefresh = (action: (scanId: string) => Promise<Outcome<void>>) => async (scanId: string) => {
      const outcome = await action(scanId);
      if (outcome.ok) router.refresh();
      return outcome;
    };
    return {
      retry: thenRefresh(retry),
      cancel: thenRefresh(cancel),
      publish: thenRefresh(publish),
      discard: thenRefresh(discard),
    };
  }, [router]);
}
