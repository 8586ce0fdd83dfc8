import { useEffect, useRef, useState } from 'react';
import type { Failure, Outcome } from '@/components/outcome';
import type { RegionDto } from '@/lib/regions/schema';

const pauseMs = 180;

interface Search {
  status: 'idle' | 'searching' | 'found' | 'failed';
  regions: RegionDto[];
  /** Why nothing is known. */
  failure: Failure | null;
}

const idle: Search = { status: 'idle', regions: [], failure: null };

/** Looks up what is typed, after a short pause. An answer that comes after a newer question is dropped. */
export function useRegionSearch(
  typed: string | null,
  find: (query: string) => Promise<Outcome<RegionDto[]>>,
): Search {
  const [search, setSearch] = useState<Search>(idle);
  const ask = useRef(find);
  ask.current = find;
  const query = typed?.trim() ?? '';
  useEffect(() => {
    if (query === '') {
      setSearch(idle);
      return;
    }
    let current = true;
    setSearch((before) => ({ ...before, status: 'searching', failure: null }));
    const timer = setTimeout(async () => {
      const outcome = await ask.current(query);
      if (!current) return;
      if (outcome.ok) setSearch({ status: 'found', regions: outcome.value, failure: null });
      else setSearch({ status: 'failed', regions: [], failure: outcome.error });
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  return search;
}
