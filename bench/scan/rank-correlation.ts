/**
 * Spearman's rank correlation of pairs, −1 to 1; equal values share their ranks' mean. Null for fewer than three pairs,
 * or when one side never changes.
 */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < 3) return null;
  const first = ranks(pairs.map(([value]) => value));
  const second = ranks(pairs.map(([, value]) => value));
  const mean = (pairs.length - 1) / 2;
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, index) => sum + (value - mean) * ((b[index] ?? 0) - mean), 0);
  const spread = Math.sqrt(product(first, first) * product(second, second));
  return spread > 0 ? product(first, second) / spread : null;
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal - 1) / 2;
  });
}
