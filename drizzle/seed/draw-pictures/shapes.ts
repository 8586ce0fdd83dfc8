import {
  type BufferGeometry,
  CatmullRomCurve3,
  ExtrudeGeometry,
  LatheGeometry,
  type Material,
  Mesh,
  Quaternion,
  Shape,
  SplineCurve,
  TorusGeometry,
  TubeGeometry,
  Vector2,
  Vector3,
} from 'three';
import { RoundedBoxGeometry } from 'three/examples/jsm/geometries/RoundedBoxGeometry.js';

export type Point = [number, number, number];
export type Axis = 'x' | 'y' | 'z';

// Lengths are metres but for points in strings, y is up, and every item stands on y = 0.

export function mesh(geometry: BufferGeometry, material: Material, position: Point = [0, 0, 0]): Mesh {
  const part = new Mesh(geometry, material);
  part.position.set(...position);
  part.castShadow = true;
  part.receiveShadow = true;
  return part;
}

export const box = (width: number, height: number, depth: number, radius = 0.004): BufferGeometry =>
  new RoundedBoxGeometry(width, height, depth, 4, Math.min(radius, width / 2, height / 2, depth / 2));

/** Reads points as SVG writes them, '83,0 94,12', from millimetres. */
const millimetres = (points: string): Point[] =>
  points.split(' ').map((point) => {
    const [x = 0, y = 0, z = 0] = point.split(',').map((value) => Number(value) / 1000);
    return [x, y, z];
  });

/** Turned on a lathe round y. `profile` is 'radius,y' in millimetres from bottom to top. Neighbouring points make an edge; `smooth` runs a spline through them. */
export function lathe(profile: string, smooth = false, segments = 96): BufferGeometry {
  const points = millimetres(profile).map(([radius, y]) => new Vector2(radius, y));
  const curve = new SplineCurve(points);
  return new LatheGeometry(smooth ? curve.getPoints(points.length * 12) : bevelled(points), segments);
}

/** Rounds every corner of a profile a little, as no real edge is sharp. */
function bevelled(points: Vector2[]): Vector2[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (!before || !after) return [point];
    const reach = Math.min(0.0025, point.distanceTo(before) / 3, point.distanceTo(after) / 3);
    const start = before.clone().sub(point).setLength(reach).add(point);
    const end = after.clone().sub(point).setLength(reach).add(point);
    return [0, 0.25, 0.5, 0.75, 1].map((t) => {
      const inner = start.clone().lerp(point, t);
      return inner.lerp(point.clone().lerp(end, t), t);
    });
  });
}

/** A pipe through points; `taper` scales its radius along the way. */
export function tube(
  through: string | Point[],
  radius: number,
  taper?: (t: number) => number,
  closed = false,
) {
  const stops = typeof through === 'string' ? millimetres(through) : through;
  const curve = new CatmullRomCurve3(
    stops.map((point) => new Vector3(...point)),
    closed,
    'centripetal',
  );
  const along = stops.length * 14;
  const around = 20;
  const geometry = new TubeGeometry(curve, along, radius, around, closed);
  if (taper) {
    const positions = geometry.getAttribute('position');
    for (let index = 0; index < positions.count; index++) {
      const t = Math.floor(index / (around + 1)) / along;
      const centre = curve.getPointAt(t);
      const vertex = new Vector3().fromBufferAttribute(positions, index).sub(centre).multiplyScalar(taper(t));
      positions.setXYZ(index, vertex.x + centre.x, vertex.y + centre.y, vertex.z + centre.z);
    }
  }
  return geometry;
}

/** A round bar between two points, with its ends rounded; the grain of wood runs along it. */
export function bar(from: Point, to: Point, radius: number, endRadius = radius): BufferGeometry {
  const start = new Vector3(...from);
  const direction = new Vector3(...to).sub(start);
  const length = direction.length();
  const profile = [
    [0, 0],
    [radius, 0],
    [endRadius, length],
    [0, length],
  ] as const;
  const geometry = new LatheGeometry(bevelled(profile.map(([x, y]) => new Vector2(x, y))), 28);
  const turn = new Quaternion().setFromUnitVectors(new Vector3(0, 1, 0), direction.normalize());
  return grain(geometry, 'y')
    .applyQuaternion(turn)
    .translate(...from);
}

export const ring = (radius: number, thickness: number): BufferGeometry =>
  new TorusGeometry(radius, thickness, 16, 128);

/** Cuts a flat shape (x, y) from a board that is `depth` thick (z), edges rounded by `bevel`. */
export const cut = (shape: Shape, depth: number, bevel = 0.003): BufferGeometry =>
  new ExtrudeGeometry(shape, {
    depth: depth - 2 * bevel,
    bevelSize: bevel,
    bevelOffset: -bevel,
    bevelThickness: bevel,
    bevelSegments: 5,
    curveSegments: 48,
  }).translate(0, 0, bevel);

/** A block that lies on y = 0, rounded seen from above and with soft edges: a camera's body, a table top. */
export function slab(width: number, height: number, depth: number, corner: number, bevel = 0.001) {
  const [x, z] = [width / 2 - corner, depth / 2 - corner];
  const outline = new Shape();
  outline.absarc(x, z, corner, 0, Math.PI / 2);
  outline.absarc(-x, z, corner, Math.PI / 2, Math.PI);
  outline.absarc(-x, -z, corner, Math.PI, Math.PI * 1.5);
  outline.absarc(x, -z, corner, Math.PI * 1.5, Math.PI * 2);
  return cut(outline, height, bevel).rotateX(-Math.PI / 2);
}

let parts = 0;

/** Lays textures on by position, one tile per metre / `perMetre`, u along `axis`: the grain of a real board. */
export function grain(geometry: BufferGeometry, axis: Axis, perMetre = 2): BufferGeometry {
  const loose = geometry.index ? geometry.toNonIndexed() : geometry;
  const positions = loose.getAttribute('position');
  const uv = loose.getAttribute('uv');
  const others = (['x', 'y', 'z'] as const).filter((name) => name !== axis) as [Axis, Axis];
  // Every part is cut from another place of the tree.
  const shift = (++parts * 0.618) % 1;
  for (let first = 0; first < positions.count; first += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => new Vector3().fromBufferAttribute(positions, first + corner));
    if (!a || !b || !c) continue;
    const normal = b.clone().sub(a).cross(c.clone().sub(a));
    const across = Math.abs(normal[others[0]]) > Math.abs(normal[others[1]]) ? others[1] : others[0];
    for (const [corner, point] of [a, b, c].entries()) {
      uv.setXY(first + corner, point[axis] * perMetre + shift, point[across] * perMetre + shift * 3.7);
    }
  }
  return loose;
}
