import { useEffect, useRef, useState } from 'react';
import type { RegionDto } from '@/lib/regions/schema';

const pauseMs = 180;

interface Search {
  status: 'idle' | 'searching' | 'found';
  regions: RegionDto[];
}

const idle: Search = { status: 'idle', regions: [] };

/** Looks up what is typed, after a short pause. An answer that comes after a newer question is dropped. */
export function useRegionSearch(typed: string | null, find: (query: string) => Promise<RegionDto[]>): Search {
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
    setSearch((before) => ({ ...before, status: 'searching' }));
    const timer = setTimeout(async () => {
      const regions = await ask.current(query);
      if (current) setSearch({ status: 'found', regions });
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  return search;
}
