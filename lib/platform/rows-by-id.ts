const idsAtOnce = 500;

/** The rows of these ids that there are, by id: so many in each query that none grows with the store. */
export async function rowsById<Row extends { id: string }>(
  ids: readonly string[],
  find: (ids: readonly string[]) => Promise<readonly Row[]>,
): Promise<Map<string, Row>> {
  const unique = [...new Set(ids)];
  const rows = new Map<string, Row>();
  for (let from = 0; from < unique.length; from += idsAtOnce)
    for (const row of await find(unique.slice(from, from + idsAtOnce))) rows.set(row.id, row);
  return rows;
}
