import { BufferAttribute, BufferGeometry, Triangle, Vector2, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { UnwrappedMesh } from './ply';
import type { RawImage } from './pnm';
import { lookUp } from './render-item';

/** The colours of a textured mesh, asked for by place. */
export class NearestColour {
  readonly #bvh: MeshBVH;
  /** In the order into which the tree brings its triangles. */
  readonly #indices: Uint32Array;
  readonly #hit = { point: new Vector3(), distance: 0, faceIndex: 0 };
  readonly #triangle = new Triangle();
  readonly #weights = new Vector3();
  readonly #place = new Vector2();

  constructor(
    private readonly mesh: UnwrappedMesh,
    private readonly texture: RawImage,
  ) {
    this.#indices = mesh.indices.slice();
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(mesh.positions, 3));
    geometry.setIndex(new BufferAttribute(this.#indices, 1));
    this.#bvh = new MeshBVH(geometry);
  }

  /** Writes red, green and blue of the surface's nearest point. */
  write(point: Vector3, into: Uint8Array): void {
    this.#bvh.closestPointToPoint(point, this.#hit);
    const [a = 0, b = 0, c = 0] = this.#indices.subarray(
      3 * this.#hit.faceIndex,
      3 * this.#hit.faceIndex + 3,
    );
    const { positions, uvs } = this.mesh;
    this.#triangle.a.fromArray(positions, 3 * a);
    this.#triangle.b.fromArray(positions, 3 * b);
    this.#triangle.c.fromArray(positions, 3 * c);
    const weights = this.#triangle.getBarycoord(this.#hit.point, this.#weights) ?? this.#weights.set(1, 0, 0);
    this.#place.set(0, 0);
    for (const [vertex, weight] of [
      [a, weights.x],
      [b, weights.y],
      [c, weights.z],
    ] as const) {
      this.#place.x += weight * (uvs[2 * vertex] ?? 0);
      this.#place.y += weight * (uvs[2 * vertex + 1] ?? 0);
    }
    lookUp(this.texture, this.#place.x, this.#place.y, into, 0);
  }
}
