import { Group, Shape } from 'three';
import { wood } from '../materials';
import { bar, cut, grain, mesh, type Point } from '../shapes';
import type { Item } from '../studio';

/** Part of a ring seen from above, for rails that follow the back of the sitter. */
function arc(radius: number, thickness: number, half: number): Shape {
  const shape = new Shape();
  shape.absarc(0, 0, radius, -Math.PI / 2 - half, -Math.PI / 2 + half, false);
  shape.absarc(0, 0, radius - thickness, -Math.PI / 2 + half, -Math.PI / 2 - half, true);
  shape.closePath();
  return shape;
}

function seat(): Shape {
  const shape = new Shape();
  shape.moveTo(-0.17, -0.19);
  shape.quadraticCurveTo(0, -0.215, 0.17, -0.19);
  shape.quadraticCurveTo(0.2, -0.185, 0.205, -0.15);
  shape.quadraticCurveTo(0.235, 0, 0.225, 0.15);
  shape.quadraticCurveTo(0.22, 0.2, 0.17, 0.205);
  shape.quadraticCurveTo(0, 0.235, -0.17, 0.205);
  shape.quadraticCurveTo(-0.22, 0.2, -0.225, 0.15);
  shape.quadraticCurveTo(-0.235, 0, -0.205, -0.15);
  shape.quadraticCurveTo(-0.2, -0.185, -0.17, -0.19);
  return shape;
}

/** A spindle-backed kitchen chair. */
function build(): Group {
  const chair = new Group();
  const oak = wood('#6d3f1c', '#b67c42', 0.42);
  const flat = (shape: Shape, y: number, depth: number, bevel: number) => {
    const geometry = cut(shape, depth, bevel).rotateX(Math.PI / 2);
    return mesh(grain(geometry, 'x'), oak, [0, y + depth, 0]);
  };
  chair.add(flat(seat(), 0.425, 0.034, 0.012));
  const feet: [Point, Point][] = [
    [
      [-0.15, 0.43, 0.14],
      [-0.21, 0, 0.21],
    ],
    [
      [0.15, 0.43, 0.14],
      [0.21, 0, 0.21],
    ],
    [
      [-0.13, 0.43, -0.13],
      [-0.185, 0, -0.22],
    ],
    [
      [0.13, 0.43, -0.13],
      [0.185, 0, -0.22],
    ],
  ];
  for (const [top, foot] of feet) chair.add(mesh(bar(foot, top, 0.0125, 0.02), oak));
  for (const side of [-1, 1]) {
    chair.add(mesh(bar([side * 0.188, 0.165, 0.183], [side * 0.164, 0.165, -0.186], 0.0095), oak));
  }
  chair.add(mesh(bar([-0.176, 0.165, 0.01], [0.176, 0.165, 0.01], 0.0095), oak));
  const lean = (x: number, bow: number): [Point, Point] => [
    [x * 0.86, 0.45, -0.155 - bow * 0.6],
    [x, 0.83, -0.235 - bow],
  ];
  for (const side of [-1, 1]) chair.add(mesh(bar(...lean(side * 0.19, 0), 0.016, 0.0125), oak));
  for (const x of [-0.125, -0.0625, 0, 0.0625, 0.125]) {
    const bow = 0.035 * (1 - (x / 0.19) ** 2);
    chair.add(mesh(bar(...lean(x, bow), 0.0085, 0.007), oak));
  }
  const rail = flat(arc(0.52, 0.02, 0.43), 0.79, 0.085, 0.008);
  rail.position.z += 0.255;
  chair.add(rail);
  chair.rotation.y = 0.5;
  return chair;
}

export const chair: Item = {
  build,
  radius: 0.75,
  ground: 'floor',
  groundTones: ['#7a5636', '#c9a273'],
  wallTones: ['#d5cfc4', '#ebe6dc'],
  wallAt: 0.75,
  sun: 2.2,
  shots: [
    { eye: [0.15, 1.15, 2.3], target: [0, 0.42, 0], fovDegrees: 31 },
    { eye: [1.7, 1.0, 1.35], target: [0, 0.45, 0], fovDegrees: 31 },
  ],
};
