import { Triangle, Vector3 } from 'three';
import type { UnwrappedMesh } from './ply';

interface Texel {
  column: number;
  row: number;
  /** False where the triangle's colour only goes on beyond its edge, for filtering. */
  inside: boolean;
}

/** One triangle of an unwrapped mesh, on the texels of its atlas and in space. */
export class AtlasTriangle {
  readonly #flat = new Triangle();
  readonly #space = new Triangle();
  readonly #weights = new Vector3();

  /** `first`: the place of its first corner in the mesh's indices. */
  constructor(
    mesh: UnwrappedMesh,
    first: number,
    private readonly side: number,
  ) {
    for (const [k, corner] of (['a', 'b', 'c'] as const).entries()) {
      const vertex = mesh.indices[first + k] ?? 0;
      const [u, v] = [mesh.uvs[2 * vertex] ?? 0, mesh.uvs[2 * vertex + 1] ?? 0];
      this.#flat[corner].set(u * side, v * side, 0);
      this.#space[corner].fromArray(mesh.positions, 3 * vertex);
    }
  }

  /** Texels whose middle is inside, and those within a texel of it. */
  *texels(): Generator<Texel> {
    const { a, b, c } = this.#flat;
    const area = this.#flat.getArea();
    if (area === 0) return;
    const rim = Math.max(a.distanceTo(b), b.distanceTo(c), c.distanceTo(a)) / (2 * area);
    const clamp = (value: number) => Math.min(this.side - 1, Math.max(0, Math.floor(value)));
    for (let row = clamp(Math.min(a.y, b.y, c.y) - 1); row <= clamp(Math.max(a.y, b.y, c.y) + 1); row++)
      for (
        let column = clamp(Math.min(a.x, b.x, c.x) - 1);
        column <= clamp(Math.max(a.x, b.x, c.x) + 1);
        column++
      ) {
        const { x, y, z } = this.#weigh(column + 0.5, row + 0.5);
        const least = Math.min(x, y, z);
        if (least >= -rim) yield { column, row, inside: least >= 0 };
      }
  }

  /** Where in space a place of the atlas lies; beyond an edge, on that edge. */
  pointAt(x: number, y: number, into: Vector3): Vector3 {
    const weights = this.#weigh(x, y).max(new Vector3());
    weights.divideScalar(weights.x + weights.y + weights.z);
    const { a, b, c } = this.#space;
    return into.copy(a).multiplyScalar(weights.x).addScaledVector(b, weights.y).addScaledVector(c, weights.z);
  }

  #weigh(x: number, y: number): Vector3 {
    return this.#flat.getBarycoord(new Vector3(x, y, 0), this.#weights) ?? this.#weights.set(1, 0, 0);
  }
}
