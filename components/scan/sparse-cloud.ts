/** Points of the solved cameras' scene, centred and scaled so that most of them lie within 1 of the origin; Y is up. */
export interface SparseCloud {
  /** x, y, z of each point. */
  positions: Float32Array;
  /** Red, green, blue of each point, 0 to 255. */
  colours: Uint8Array;
}

const bytesPerPoint = 15;

function quantile(values: Float32Array, q: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

/**
 * Reads the sparse points as the scan publishes them: for each point float32 little-endian x, y, z, then uint8 red,
 * green, blue, nothing between. The world is COLMAP's, whose first camera looks along +Z with Y down. A rest at the end
 * is ignored. Null when there is no point.
 */
export function readSparseCloud(bytes: ArrayBuffer): SparseCloud | null {
  const count = Math.floor(bytes.byteLength / bytesPerPoint);
  if (count === 0) return null;
  const view = new DataView(bytes);
  const axes = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  const colours = new Uint8Array(count * 3);
  for (let point = 0; point < count; point += 1) {
    const offset = point * bytesPerPoint;
    axes.forEach((values, axis) => {
      // Half a turn about X: from Y down and Z away to Y up and Z towards us.
      values[point] = view.getFloat32(offset + axis * 4, true) * (axis === 0 ? 1 : -1);
    });
    colours.set(new Uint8Array(bytes, offset + 12, 3), point * 3);
  }
  return { positions: centred(axes, count), colours };
}

/** A few points lie far off, where a match was wrong: medians and a high quantile do not care. */
function centred(axes: readonly Float32Array[], count: number): Float32Array {
  const middles = axes.map((values) => quantile(values, 0.5));
  const distances = new Float32Array(count);
  const positions = new Float32Array(count * 3);
  for (let point = 0; point < count; point += 1) {
    const offset = axes.map((values, axis) => (values[point] ?? 0) - (middles[axis] ?? 0));
    distances[point] = Math.hypot(...offset);
    positions.set(offset, point * 3);
  }
  const scale = 1 / (quantile(distances, 0.85) || 1);
  return positions.map((value) => value * scale);
}
