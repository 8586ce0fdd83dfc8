import type { EngineResult, Vector3 } from '@/worker/scan/engine';
import { add, cross, dot, normalise, scale, subtract } from '@/worker/scan/vector';

/** From the engine's coordinates to the model's: p ↦ ((right, up, front)ᵀ (p) − origin) · factor. */
export interface Placement {
  right: Vector3;
  up: Vector3;
  front: Vector3;
  /** In the turned frame: the middle of the item's floor area, at its lowest point. */
  origin: Vector3;
  factor: number;
}

/**
 * +Y up, the first camera's side towards +Z (glTF's front), the origin at the bottom centre, the longest side 1: a scan
 * from pictures alone knows no metres.
 */
export function placeItem(
  positions: Float32Array,
  engine: Pick<EngineResult, 'up' | 'cameraCentres'>,
): Placement {
  const up = normalise(engine.up);
  const centre = middle(positions);
  const first = engine.cameraCentres[0] ?? add(centre, [0.3, 0.5, 0.8]);
  const ray = subtract(first, centre);
  const level = subtract(ray, scale(up, dot(ray, up)));
  // A first camera straight above names no side: any will do.
  const front = normalise(dot(level, level) > 1e-6 * dot(ray, ray) ? level : cross(up, [0.6, 0.5, 0.4]));
  const right = cross(up, front);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    const turned = turn(positions, i, right, up, front);
    for (const axis of [0, 1, 2] as const) {
      low[axis] = Math.min(low[axis] ?? 0, turned[axis]);
      high[axis] = Math.max(high[axis] ?? 0, turned[axis]);
    }
  }
  const [x0 = 0, y0 = 0, z0 = 0] = low;
  const [x1 = 0, y1 = 0, z1 = 0] = high;
  const longest = Math.max(x1 - x0, y1 - y0, z1 - z0);
  if (!(longest > 0)) throw new Error('the mesh has no extent');
  return { right, up, front, origin: [(x0 + x1) / 2, y0, (z0 + z1) / 2], factor: 1 / longest };
}

/** The placed copy of the positions. */
export function applyPlacement(positions: Float32Array, placement: Placement): Float32Array {
  const placed = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const turned = turn(positions, i, placement.right, placement.up, placement.front);
    placed.set(scale(subtract(turned, placement.origin), placement.factor), i);
  }
  return placed;
}

/** The placed copy of one point. */
export function placePoint(point: Vector3, placement: Placement): Vector3 {
  const turned: Vector3 = [
    dot(point, placement.right),
    dot(point, placement.up),
    dot(point, placement.front),
  ];
  return scale(subtract(turned, placement.origin), placement.factor);
}

function turn(positions: Float32Array, i: number, right: Vector3, up: Vector3, front: Vector3): Vector3 {
  const point: Vector3 = [positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0];
  return [dot(point, right), dot(point, up), dot(point, front)];
}

function middle(positions: Float32Array): Vector3 {
  let sum: Vector3 = [0, 0, 0];
  for (let i = 0; i < positions.length; i += 3)
    sum = add(sum, [positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0]);
  return scale(sum, 3 / Math.max(3, positions.length));
}
