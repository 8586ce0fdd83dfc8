import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** What is done here no other page knows of: those that Next has kept are asked for anew when this one is left. */
export function useRefreshWhenLeft(): void {
  const router = useRouter();
  useEffect(() => () => router.refresh(), [router]);
}
