import { Group, Path, Shape } from 'three';
import { lacquer, metal, steel, wood } from '../materials';
import { cut, grain, lathe, mesh } from '../shapes';
import type { Item } from '../studio';

function profile(): Shape {
  const shape = new Shape();
  shape.moveTo(-0.092, 0.018);
  shape.lineTo(0.09, 0.018);
  shape.quadraticCurveTo(0.103, 0.019, 0.103, 0.034);
  shape.quadraticCurveTo(0.102, 0.052, 0.082, 0.055);
  shape.lineTo(0.05, 0.059);
  shape.quadraticCurveTo(0.036, 0.095, 0.005, 0.096);
  shape.lineTo(-0.032, 0.096);
  shape.quadraticCurveTo(-0.063, 0.094, -0.07, 0.063);
  shape.lineTo(-0.092, 0.058);
  shape.quadraticCurveTo(-0.105, 0.054, -0.105, 0.036);
  shape.quadraticCurveTo(-0.105, 0.019, -0.092, 0.018);
  // Small, since rounding the edges of the windows widens them by as much.
  const front = new Path();
  front.moveTo(0.027, 0.063);
  front.quadraticCurveTo(0.021, 0.08, 0.007, 0.08);
  front.lineTo(-0.004, 0.08);
  front.lineTo(-0.004, 0.063);
  const rear = new Path();
  rear.moveTo(-0.023, 0.063);
  rear.lineTo(-0.023, 0.08);
  rear.lineTo(-0.032, 0.08);
  rear.quadraticCurveTo(-0.046, 0.078, -0.049, 0.063);
  shape.holes.push(front, rear);
  return shape;
}

/** A child's wooden car: a painted body sawn from one board, wheels turned from beech. */
function build(): Group {
  const car = new Group();
  const paint = lacquer('#a83a26', '#bd4a30', 0.42);
  const beech = wood('#b98a5a', '#e2bd8c', 0.45);
  const dark = wood('#4a2e1b', '#7a5030', 0.5);
  const body = cut(profile(), 0.078, 0.0045);
  car.add(mesh(grain(body, 'x', 6), paint, [0, 0, -0.039]));
  const stripe = new Shape();
  stripe.moveTo(-0.1, 0.031);
  stripe.lineTo(0.099, 0.031);
  stripe.lineTo(0.099, 0.04);
  stripe.lineTo(-0.1, 0.04);
  car.add(mesh(grain(cut(stripe, 0.0796, 0.0012), 'x', 6), beech, [0, 0, -0.0398]));
  const axle = metal(steel, 0.3);
  for (const x of [-0.058, 0.058]) {
    for (const side of [-1, 1]) {
      const tyre = '0,0 22,0 29,3 31,9 29,15 24,18 19,16.5 12,16 8,18.5 0,19';
      const wheel = mesh(grain(lathe(tyre, true), 'x', 6).rotateX((side * Math.PI) / 2), beech);
      wheel.position.set(x, 0.0312, side * 0.0415);
      wheel.rotation.z = x * 9 + side;
      car.add(wheel);
      const peg = lathe('4.2,0 4,3 0,4.5', true).rotateX((side * Math.PI) / 2);
      car.add(mesh(peg, axle, [x, 0.0312, side * 0.0595]));
    }
  }
  for (const z of [-0.024, 0.024]) {
    const lamp = lathe('8.5,0 8,4 0,6', true).rotateZ(-Math.PI / 2);
    car.add(mesh(grain(lamp, 'y', 6), beech, [0.1005, 0.037, z]));
  }
  const driver = lathe('0,0 13.5,0 12.5,16 6,21 10.5,30 9.8,39 6,43.5 2,44.8 0,44.9', true);
  car.add(mesh(grain(driver, 'y', 6), dark, [0.005, 0.096, 0]));
  car.rotation.y = -0.55;
  return car;
}

export const toyCar: Item = {
  build,
  radius: 0.14,
  ground: 'floor',
  groundTones: ['#8d6440', '#cda67a'],
  wallTones: ['#d9d3c8', '#eeeae2'],
  wallAt: 0.42,
  sun: 1.6,
  shots: [
    { eye: [0.1, 0.25, 0.52], target: [0, 0.052, 0], fovDegrees: 32 },
    { eye: [-0.2, 0.4, 0.4], target: [0, 0.05, 0], fovDegrees: 32 },
  ],
};
