/** Repeatable numbers in [0, 1), so that a picture drawn again is the same picture. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The Halton sequence: evenly spread samples in [0, 1) for lights and lens. */
export function halton(index: number, base: number): number {
  let result = 0;
  let fraction = 1;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    fraction /= base;
    result += fraction * (rest % base);
  }
  return result;
}

function lattice(x: number, y: number): number {
  let hash = Math.imul(x, 374761393) + Math.imul(y, 668265263);
  hash = Math.imul(hash ^ (hash >>> 13), 1274126177);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

/** Value noise in [0, 1]. */
export function noise(x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = (x - column) ** 2 * (3 - 2 * (x - column));
  const v = (y - row) ** 2 * (3 - 2 * (y - row));
  const top = lattice(column, row) * (1 - u) + lattice(column + 1, row) * u;
  const bottom = lattice(column, row + 1) * (1 - u) + lattice(column + 1, row + 1) * u;
  return top * (1 - v) + bottom * v;
}

/** Four octaves of value noise, about [0, 1]. */
export function fractalNoise(x: number, y: number): number {
  return (
    0.53 * noise(x, y) +
    0.27 * noise(x * 2.1 + 17, y * 2.1 + 5) +
    0.13 * noise(x * 4.3 + 3, y * 4.3 + 41) +
    0.07 * noise(x * 8.7 + 71, y * 8.7 + 9)
  );
}
