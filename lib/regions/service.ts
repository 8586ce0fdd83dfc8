import * as repository from './repository';
import type { RegionDto } from './schema';

const maxWords = 4;

/** Neighbourhoods that hold every word of the query, in either language. Nothing for an empty query. */
export async function searchRegions(query: string, limit = 10): Promise<RegionDto[]> {
  const words = query.trim().slice(0, 80).split(/\s+/).filter(Boolean).slice(0, maxWords);
  if (words.length === 0) return [];
  return (await repository.searchByName(words, limit)).map(toDto);
}

export async function regionsByCode(codes: readonly string[]): Promise<Map<string, RegionDto>> {
  const rows = await repository.findRegions([...new Set(codes)]);
  return new Map(rows.map((row) => [row.code, toDto(row)]));
}

function toDto(row: repository.RegionRow): RegionDto {
  return {
    code: row.code,
    name: { ko: row.dong, en: row.dongEn },
    fullName: {
      ko: `${row.sido} ${row.sigungu} ${row.dong}`,
      en: `${row.dongEn}, ${row.sigunguEn}, ${row.sidoEn}`,
    },
  };
}

const rowsPerInsert = 500;

/** Fills the table. Lines are the columns of the CSV, in its order; running it again changes nothing. */
export async function importRegions(lines: readonly string[][]): Promise<void> {
  const rows = lines.map(
    ([
      code = '',
      sido = '',
      sigungu = '',
      dong = '',
      sidoEn = '',
      sigunguEn = '',
      dongEn = '',
      lat,
      lng,
    ]) => ({
      code,
      sido,
      sigungu,
      dong,
      sidoEn,
      sigunguEn,
      dongEn,
      latitude: Number(lat),
      longitude: Number(lng),
    }),
  );
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await repository.upsertRegions(rows.slice(start, start + rowsPerInsert));
  }
}
