import type { Vector3 } from '@/worker/scan/engine';
import type { UnwrappedMesh } from '@/worker/scan/ply';
import type { RawImage } from '@/worker/scan/pnm';
import { add, cross, dot, length, normalise, scale, subtract } from '@/worker/scan/vector';

/** A place to look from, in degrees: azimuth 0 is +Z, 90 is +X. */
export interface View {
  azimuth: number;
  elevation: number;
}

/** What part of the plane before a camera the picture shows: a square of 2 · `reach` round (x, y). */
export interface Window {
  x: number;
  y: number;
  reach: number;
}

/** RGBA, 8 bits each, rows from the top; alpha 0 where nothing is. */
export interface Picture {
  side: number;
  data: Buffer;
}

type Surface = Pick<UnwrappedMesh, 'positions' | 'indices' | 'uvs'>;

const verticalFieldOfView = (30 * Math.PI) / 180;
const margin = 1.08;

/**
 * For each vertex: x, y on the plane before the camera and the inverse distance along its axis. The camera looks at the
 * middle of the item's box from where all of the box is in sight.
 */
export function seeFrom(positions: Float32Array, view: View): Float32Array {
  const { low, high } = bounds(positions);
  const centre = scale(add(low, high), 0.5);
  const [azimuth, elevation] = [(view.azimuth * Math.PI) / 180, (view.elevation * Math.PI) / 180];
  const towards: Vector3 = [
    Math.sin(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
    Math.cos(azimuth) * Math.cos(elevation),
  ];
  const right = normalise(cross([0, 1, 0], towards));
  const up = cross(towards, right);
  const distance = length(subtract(high, low)) / 2 / Math.sin(verticalFieldOfView / 2);
  const plane = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const point: Vector3 = [positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0];
    const offset = subtract(point, centre);
    const inverse = 1 / (distance - dot(offset, towards));
    plane.set([dot(offset, right) * inverse, dot(offset, up) * inverse, inverse], i);
  }
  return plane;
}

/** The item in the middle, as large as it can be. */
export function windowAround(plane: Float32Array): Window {
  const { low, high } = bounds(plane);
  const reach = (margin * Math.max(high[0] - low[0], high[1] - low[1])) / 2;
  return { x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2, reach };
}

/** One window for pictures from all round, with the axis of turning in the middle: the item neither jumps nor grows. */
export function windowAroundAll(planes: readonly Float32Array[]): Window {
  const boxes = planes.map(bounds);
  const low = Math.min(...boxes.map((box) => box.low[1]));
  const high = Math.max(...boxes.map((box) => box.high[1]));
  const wide = Math.max(...boxes.flatMap((box) => [-box.low[0], box.high[0]]));
  return { x: 0, y: (low + high) / 2, reach: margin * Math.max(wide, (high - low) / 2) };
}

function bounds(points: Float32Array) {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i++) {
    const axis = (i % 3) as 0 | 1 | 2;
    low[axis] = Math.min(low[axis], points[i] ?? 0);
    high[axis] = Math.max(high[axis], points[i] ?? 0);
  }
  return { low, high };
}

/** Which place of the texture each pixel shows; `near` is 0 where it shows nothing. */
export interface Footprints {
  side: number;
  near: Float32Array;
  u: Float32Array;
  v: Float32Array;
}

/** Finds what is nearest at each pixel of a picture of `side` pixels, with a z-buffer. */
export function traceItem(
  mesh: Omit<Surface, 'positions'>,
  plane: Float32Array,
  window: Window,
  side: number,
): Footprints {
  const screen = new Float32Array(plane.length);
  const zoom = side / (2 * window.reach);
  for (let i = 0; i < plane.length; i += 3) {
    screen[i] = side / 2 + ((plane[i] ?? 0) - window.x) * zoom;
    screen[i + 1] = side / 2 - ((plane[i + 1] ?? 0) - window.y) * zoom;
    screen[i + 2] = plane[i + 2] ?? 0;
  }
  const blank = () => new Float32Array(side * side);
  const found = { side, near: blank(), u: blank(), v: blank() };
  for (let i = 0; i + 2 < mesh.indices.length; i += 3)
    fillTriangle(
      [mesh.indices[i] ?? 0, mesh.indices[i + 1] ?? 0, mesh.indices[i + 2] ?? 0],
      screen,
      mesh.uvs,
      found,
    );
  return found;
}

function fillTriangle(
  [a, b, c]: readonly [number, number, number],
  screen: Float32Array,
  uvs: Float32Array,
  found: Footprints,
): void {
  const { side } = found;
  const x = (vertex: number) => screen[3 * vertex] ?? 0;
  const y = (vertex: number) => screen[3 * vertex + 1] ?? 0;
  const inverse = (vertex: number) => screen[3 * vertex + 2] ?? 0;
  const area = (x(b) - x(a)) * (y(c) - y(a)) - (x(c) - x(a)) * (y(b) - y(a));
  // The picture's y goes down: what is counter-clockwise in the world has negative area here; the rest faces away.
  if (area >= 0) return;
  const firstRow = Math.max(0, Math.ceil(Math.min(y(a), y(b), y(c)) - 0.5));
  const lastRow = Math.min(side - 1, Math.floor(Math.max(y(a), y(b), y(c)) - 0.5));
  const firstColumn = Math.max(0, Math.ceil(Math.min(x(a), x(b), x(c)) - 0.5));
  const lastColumn = Math.min(side - 1, Math.floor(Math.max(x(a), x(b), x(c)) - 0.5));
  for (let row = firstRow; row <= lastRow; row++)
    for (let column = firstColumn; column <= lastColumn; column++) {
      const [px, py] = [column + 0.5, row + 0.5];
      const wb = ((px - x(a)) * (y(c) - y(a)) - (x(c) - x(a)) * (py - y(a))) / area;
      const wc = ((x(b) - x(a)) * (py - y(a)) - (px - x(a)) * (y(b) - y(a))) / area;
      const wa = 1 - wb - wc;
      if (wa < 0 || wb < 0 || wc < 0) continue;
      const [ia, ib, ic] = [wa * inverse(a), wb * inverse(b), wc * inverse(c)];
      const near = ia + ib + ic;
      const pixel = row * side + column;
      if (near <= (found.near[pixel] ?? 0)) continue;
      const mix = (offset: 0 | 1) =>
        (ia * (uvs[2 * a + offset] ?? 0) +
          ib * (uvs[2 * b + offset] ?? 0) +
          ic * (uvs[2 * c + offset] ?? 0)) /
        near;
      found.near[pixel] = near;
      found.u[pixel] = mix(0);
      found.v[pixel] = mix(1);
    }
}

/** Colours what was traced, unlit. For smooth edges trace at twice the size and shrink. */
export function paintItem(found: Footprints, texture: RawImage): Picture {
  const data = Buffer.alloc(4 * found.side * found.side);
  for (let pixel = 0; pixel < found.near.length; pixel++) {
    if (!found.near[pixel]) continue;
    lookUp(texture, found.u[pixel] ?? 0, found.v[pixel] ?? 0, data, 4 * pixel);
    data[4 * pixel + 3] = 255;
  }
  return { side: found.side, data };
}

/** Writes the three colours at (u, v) of a texture, interpolated between texels, to `into` from `at` on. */
export function lookUp(texture: RawImage, u: number, v: number, into: Uint8Array, at: number): void {
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
}
