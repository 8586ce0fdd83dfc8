import { inArray, like, or, sql } from 'drizzle-orm';
import { regions } from '@/drizzle/schema/regions';
import { mysql } from '@/lib/platform/mysql';

export type RegionRow = typeof regions.$inferSelect;

export async function findRegions(codes: readonly string[]): Promise<RegionRow[]> {
  if (codes.length === 0) return [];
  return mysql()
    .select()
    .from(regions)
    .where(inArray(regions.code, [...codes]));
}

/** Neighbourhoods whose own name begins with the pattern come before those that merely contain it. */
export async function searchByName(words: readonly string[], limit: number): Promise<RegionRow[]> {
  const whole = sql`CONCAT_WS(' ', ${regions.sido}, ${regions.sigungu}, ${regions.dong}, ${regions.sidoEn}, ${regions.sigunguEn}, ${regions.dongEn})`;
  const last = words.at(-1) ?? '';
  const begins = or(like(regions.dong, `${escapeLike(last)}%`), like(regions.dongEn, `${escapeLike(last)}%`));
  return mysql()
    .select()
    .from(regions)
    .where(sql.join([...words.map((word) => sql`${whole} LIKE ${`%${escapeLike(word)}%`}`)], sql` AND `))
    .orderBy(sql`CASE WHEN ${begins} THEN 0 ELSE 1 END`, regions.code)
    .limit(limit);
}

function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&');
}

export async function upsertRegions(rows: readonly (typeof regions.$inferInsert)[]): Promise<void> {
  await mysql()
    .insert(regions)
    .values([...rows])
    .onDuplicateKeyUpdate({ set: { dong: sql`VALUES(dong)`, dongEn: sql`VALUES(dong_en)` } });
}
