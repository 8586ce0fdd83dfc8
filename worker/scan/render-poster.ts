import type { Vector3 } from '@/worker/scan/engine';
import type { UnwrappedMesh } from '@/worker/scan/ply';
import type { RawImage } from '@/worker/scan/pnm';
import { cross, dot, length, normalise, scale, subtract } from '@/worker/scan/vector';

/** RGBA, 8 bits each, rows from the top; alpha 0 where nothing is. */
export interface Poster {
  side: number;
  data: Buffer;
}

const verticalFieldOfView = (30 * Math.PI) / 180;
/** Seen a little from the right and from above: two sides and the top show what the thing is. */
const azimuth = (30 * Math.PI) / 180;
const elevation = (18 * Math.PI) / 180;
const margin = 1.08;

/**
 * Renders the placed model, unlit, on a transparent square of `side` pixels, with a z-buffer and bilinear texture
 * lookups. For smooth edges render at twice the size and shrink.
 */
export function renderPoster(mesh: Omit<UnwrappedMesh, 'sources'>, texture: RawImage, side: number): Poster {
  const screen = project(mesh.positions, side);
  const depth = new Float32Array(side * side).fill(-Infinity);
  const data = Buffer.alloc(4 * side * side);
  for (let i = 0; i + 2 < mesh.indices.length; i += 3)
    fillTriangle(
      [mesh.indices[i] ?? 0, mesh.indices[i + 1] ?? 0, mesh.indices[i + 2] ?? 0],
      { screen, uvs: mesh.uvs, texture },
      { side, depth, data },
    );
  return { side, data };
}

/**
 * For each vertex: x, y in pixels and the inverse distance along the optical axis. The camera is as near as it can be
 * with every vertex in the picture, and shifted so that the item is in the middle.
 */
function project(positions: Float32Array, side: number): Float32Array {
  const { low, high } = bounds(positions);
  const centre = scale([low[0] + high[0], low[1] + high[1], low[2] + high[2]], 0.5);
  const towards: Vector3 = [
    Math.sin(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
    Math.cos(azimuth) * Math.cos(elevation),
  ];
  const right = normalise(cross([0, 1, 0], towards));
  const up = cross(towards, right);
  const slope = Math.tan(verticalFieldOfView / 2);
  const radius = length(subtract(high, low)) / 2;
  const distance = radius / Math.sin(verticalFieldOfView / 2);
  const screen = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const point: Vector3 = [positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0];
    const offset = subtract(point, centre);
    const inverse = 1 / (distance - dot(offset, towards));
    screen.set([(dot(offset, right) * inverse) / slope, (dot(offset, up) * inverse) / slope, inverse], i);
  }
  const box = bounds(screen);
  const zoom = side / (margin * Math.max(box.high[0] - box.low[0], box.high[1] - box.low[1]));
  for (let i = 0; i < screen.length; i += 3) {
    screen[i] = side / 2 + ((screen[i] ?? 0) - (box.low[0] + box.high[0]) / 2) * zoom;
    screen[i + 1] = side / 2 - ((screen[i + 1] ?? 0) - (box.low[1] + box.high[1]) / 2) * zoom;
  }
  return screen;
}

function bounds(positions: Float32Array) {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    const axis = (i % 3) as 0 | 1 | 2;
    low[axis] = Math.min(low[axis], positions[i] ?? 0);
    high[axis] = Math.max(high[axis], positions[i] ?? 0);
  }
  return { low, high };
}

interface Surface {
  screen: Float32Array;
  uvs: Float32Array;
  texture: RawImage;
}

interface Target {
  side: number;
  depth: Float32Array;
  data: Buffer;
}

function fillTriangle(corners: readonly [number, number, number], surface: Surface, target: Target): void {
  const { screen, uvs } = surface;
  const [a, b, c] = corners;
  const x = (vertex: number) => screen[3 * vertex] ?? 0;
  const y = (vertex: number) => screen[3 * vertex + 1] ?? 0;
  const inverse = (vertex: number) => screen[3 * vertex + 2] ?? 0;
  const area = (x(b) - x(a)) * (y(c) - y(a)) - (x(c) - x(a)) * (y(b) - y(a));
  // The picture's y goes down: what is counter-clockwise in the world has negative area here; the rest faces away.
  if (area >= 0) return;
  const firstRow = Math.max(0, Math.ceil(Math.min(y(a), y(b), y(c)) - 0.5));
  const lastRow = Math.min(target.side - 1, Math.floor(Math.max(y(a), y(b), y(c)) - 0.5));
  const firstColumn = Math.max(0, Math.ceil(Math.min(x(a), x(b), x(c)) - 0.5));
  const lastColumn = Math.min(target.side - 1, Math.floor(Math.max(x(a), x(b), x(c)) - 0.5));
  for (let row = firstRow; row <= lastRow; row++)
    for (let column = firstColumn; column <= lastColumn; column++) {
      const [px, py] = [column + 0.5, row + 0.5];
      const wb = ((px - x(a)) * (y(c) - y(a)) - (x(c) - x(a)) * (py - y(a))) / area;
      const wc = ((x(b) - x(a)) * (py - y(a)) - (px - x(a)) * (y(b) - y(a))) / area;
      const wa = 1 - wb - wc;
      if (wa < 0 || wb < 0 || wc < 0) continue;
      const [ia, ib, ic] = [wa * inverse(a), wb * inverse(b), wc * inverse(c)];
      const near = ia + ib + ic;
      const pixel = row * target.side + column;
      if (near <= (target.depth[pixel] ?? 0)) continue;
      target.depth[pixel] = near;
      const mix = (offset: 0 | 1) =>
        (ia * (uvs[2 * a + offset] ?? 0) +
          ib * (uvs[2 * b + offset] ?? 0) +
          ic * (uvs[2 * c + offset] ?? 0)) /
        near;
      lookUp(surface.texture, mix(0), mix(1), target.data, 4 * pixel);
    }
}

function lookUp(texture: RawImage, u: number, v: number, into: Buffer, at: number): void {
  const x = Math.min(texture.width - 1.001, Math.max(0, u * texture.width - 0.5));
  const y = Math.min(texture.height - 1.001, Math.max(0, v * texture.height - 0.5));
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [s, t] = [x - column, y - row];
  const corner = (row * texture.width + column) * texture.channels;
  const below = corner + texture.width * texture.channels;
  for (let channel = 0; channel < 3; channel++) {
    const top =
      (1 - s) * (texture.data[corner + channel] ?? 0) + s * (texture.data[corner + 3 + channel] ?? 0);
    const bottom =
      (1 - s) * (texture.data[below + channel] ?? 0) + s * (texture.data[below + 3 + channel] ?? 0);
    into[at + channel] = Math.round((1 - t) * top + t * bottom);
  }
  into[at + 3] = 255;
}
