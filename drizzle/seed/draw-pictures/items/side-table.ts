import { Group, type Material, MeshPhysicalMaterial } from 'three';
import { fabric, lacquer, wood } from '../materials';
import { bar, box, grain, lathe, mesh, type Point, tube } from '../shapes';
import type { Item } from '../studio';
import { paintPages } from '../textures';

/** A cloth-bound book lying flat, its back towards -x. */
function book(width: number, depth: number, thickness: number, cover: Material, pages: Material): Group {
  const group = new Group();
  const board = 0.0025;
  const block = grain(box(width - 0.008, thickness - 2 * board, depth - 0.008, 0.001), 'x', 8);
  group.add(mesh(block, pages, [0.001, thickness / 2, 0]));
  for (const y of [board / 2, thickness - board / 2]) {
    group.add(mesh(grain(box(width, board, depth, 0.001), 'x', 5), cover, [0, y, 0]));
  }
  group.add(mesh(grain(box(0.004, thickness, depth, 0.0018), 'z', 5), cover, [-width / 2, thickness / 2, 0]));
  return group;
}

/** A round side table with three legs, some books and a cup on it. */
function build(): Group {
  const table = new Group();
  const walnut = wood('#4b2c18', '#8f5f38', 0.42);
  const top = '0,470 190,470 212,478 220,488 220,494 215,498 0,498';
  table.add(mesh(grain(lathe(top), 'x'), walnut));
  table.add(mesh(grain(lathe('0,452 100,452 100,470 0,470'), 'x'), walnut));
  const feet = [0.5, 2.6, 4.7].map((turn): [Point, Point] => [
    [0.2 * Math.cos(turn), 0, 0.2 * Math.sin(turn)],
    [0.075 * Math.cos(turn), 0.462, 0.075 * Math.sin(turn)],
  ]);
  for (const [foot, joint] of feet) table.add(mesh(bar(foot, joint, 0.0105, 0.019), walnut));
  const pages = new MeshPhysicalMaterial({ ...paintPages(), roughness: 0.95, bumpScale: 1 });
  const covers = [
    ['#24405a', '#3d607e'],
    ['#8c5a2b', '#b98244'],
    ['#5d2528', '#86403f'],
  ] as const;
  let height = 0.498;
  for (const [index, [dark, light]] of covers.entries()) {
    const thickness = [0.034, 0.022, 0.027][index] ?? 0.03;
    const volume = book(
      0.15 - index * 0.012,
      0.21 - index * 0.018,
      thickness,
      fabric(dark, light, 260),
      pages,
    );
    volume.position.set(-0.055, height, -0.02);
    volume.rotation.y = [0.25, 0.6, 0.12][index] ?? 0;
    table.add(volume);
    height += thickness;
  }
  const glaze = lacquer('#cfd3cc', '#e5e7e1', 0.4);
  const cup = '0,0 24,0 30,6 36,30 38.5,70 37.5,73 36,70 34,40 28,12 0,10';
  table.add(mesh(lathe(cup, true), glaze, [0.105, 0.498, 0.06]));
  const ear = '138,555,70 162,555,78 168,535,80 155,518,76 136,517,69';
  table.add(mesh(tube(ear, 0.0042), glaze));
  return table;
}

export const sideTable: Item = {
  build,
  radius: 0.48,
  ground: 'floor',
  groundTones: ['#a07a52', '#dcb98b'],
  wallTones: ['#b9c2b4', '#d0d8ca'],
  wallAt: 0.5,
  sun: 2,
  shots: [
    { eye: [0.15, 0.98, 1.5], target: [0, 0.31, 0], fovDegrees: 29 },
    { eye: [-0.6, 1.05, 0.65], target: [0, 0.47, 0], fovDegrees: 27 },
  ],
};
