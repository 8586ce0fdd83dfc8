import { Group, type Material, Shape } from 'three';
import { lacquer, leather, metal, plastic, rubber, steel } from '../materials';
import { bar, box, cut, lathe, mesh, type Point, ring, tube } from '../shapes';
import type { Item } from '../studio';

const wheelRadius = 0.31;
const rear: Point = [-0.5, wheelRadius, 0];
const front: Point = [0.5, wheelRadius, 0];
const crank: Point = [-0.08, 0.27, 0];
const seat: Point = [-0.22, 0.68, 0];
const headTop: Point = [0.335, 0.78, 0];
const headFoot: Point = [0.37, 0.64, 0];

function wheel(chrome: Material, tyre: Material): Group {
  const group = new Group();
  group.add(mesh(ring(wheelRadius - 0.017, 0.0165), tyre));
  group.add(mesh(lathe('266,-11 278,-12 281,0 278,12 266,11 266,-11').rotateX(Math.PI / 2), chrome));
  group.add(mesh(bar([0, 0, -0.05], [0, 0, 0.05], 0.011), chrome));
  for (let index = 0; index < 36; index++) {
    const side = index % 2 === 0 ? 1 : -1;
    const angle = (index / 36) * Math.PI * 2;
    const start = angle + (index % 4 < 2 ? 0.9 : -0.9);
    const hub: Point = [0.021 * Math.cos(start), 0.021 * Math.sin(start), side * 0.028];
    group.add(mesh(bar(hub, [0.268 * Math.cos(angle), 0.268 * Math.sin(angle), 0], 0.0011), chrome));
  }
  for (const z of [-0.028, 0.028])
    group.add(mesh(lathe('0,-2 24,-1.5 24,1.5 0,2').rotateX(Math.PI / 2), chrome, [0, 0, z]));
  return group;
}

/** Part of a ring over a wheel, from one angle to another. */
function mudguard(centre: Point, from: number, to: number): Point[] {
  return Array.from({ length: 12 }, (_, index) => {
    const angle = from + ((to - from) * index) / 11;
    return [centre[0] + 0.335 * Math.cos(angle), centre[1] + 0.335 * Math.sin(angle), 0];
  });
}

function driveTrain(chrome: Material, dark: Material): Group {
  const group = new Group();
  const teeth = new Shape();
  for (let index = 0; index < 88; index++) {
    const reach = index % 2 === 0 ? 0.085 : 0.08;
    const angle = (index / 88) * Math.PI * 2;
    teeth.lineTo(reach * Math.cos(angle), reach * Math.sin(angle));
  }
  const inner = new Shape();
  inner.absarc(0, 0, 0.066, 0, Math.PI * 2);
  teeth.holes.push(inner);
  group.add(mesh(cut(teeth, 0.004, 0.0005), chrome, [crank[0], crank[1], 0.042]));
  for (let arm = 0; arm < 5; arm++) {
    const angle = (arm / 5) * Math.PI * 2;
    const tip: Point = [crank[0] + 0.07 * Math.cos(angle), crank[1] + 0.07 * Math.sin(angle), 0.044];
    group.add(mesh(bar([crank[0], crank[1], 0.044], tip, 0.009, 0.006), chrome));
  }
  for (const y of [0.082, -0.082]) {
    const chain: Point[] = [
      [crank[0], crank[1] + y, 0.044],
      [rear[0], rear[1] + y * 0.42, 0.044],
    ];
    group.add(mesh(bar(...(chain as [Point, Point]), 0.0042), dark));
  }
  group.add(mesh(lathe('0,-2 34,-2 34,2 0,2').rotateX(Math.PI / 2), chrome, [rear[0], rear[1], 0.044]));
  for (const [side, angle] of [
    [1, -0.5],
    [-1, Math.PI - 0.5],
  ] as const) {
    const tip: Point = [crank[0] + 0.165 * Math.cos(angle), crank[1] + 0.165 * Math.sin(angle), side * 0.062];
    group.add(mesh(bar([crank[0], crank[1], side * 0.058], tip, 0.011, 0.008), chrome));
    group.add(mesh(bar([tip[0], tip[1], side * 0.055], [tip[0], tip[1], side * 0.1], 0.006), chrome));
    group.add(mesh(box(0.085, 0.018, 0.06, 0.006), dark, [tip[0], tip[1], side * 0.105]));
  }
  return group;
}

function saddle(material: Material): Group {
  const group = new Group();
  const shape = new Shape();
  shape.moveTo(0.14, 0);
  shape.bezierCurveTo(0.14, 0.028, 0.02, 0.022, -0.04, 0.06);
  shape.bezierCurveTo(-0.08, 0.085, -0.125, 0.075, -0.125, 0);
  shape.bezierCurveTo(-0.125, -0.075, -0.08, -0.085, -0.04, -0.06);
  shape.bezierCurveTo(0.02, -0.022, 0.14, -0.028, 0.14, 0);
  group.add(mesh(cut(shape, 0.045, 0.016).rotateX(-Math.PI / 2), material));
  return group;
}

function frame(paint: Material, chrome: Material): Group {
  const group = new Group();
  const pipes: [Point, Point, number][] = [
    [crank, seat, 0.0155],
    [seat, [0.342, 0.755, 0], 0.015],
    [crank, [0.362, 0.665, 0], 0.018],
    [headFoot, headTop, 0.019],
  ];
  for (const [from, to, radius] of pipes) group.add(mesh(bar(from, to, radius), paint));
  for (const z of [-0.05, 0.05]) {
    group.add(
      mesh(
        tube(
          [
            [crank[0], crank[1], z * 0.5],
            [-0.25, 0.285, z * 0.8],
            [rear[0], rear[1], z],
          ],
          0.009,
        ),
        paint,
      ),
    );
    group.add(mesh(bar([rear[0], rear[1], z], [seat[0], seat[1] - 0.02, z * 0.35], 0.0075), paint));
    group.add(
      mesh(
        tube(
          [
            [0.372, 0.632, z * 0.7],
            [0.4, 0.55, z],
            [0.44, 0.42, z],
            [front[0], front[1], z],
          ],
          0.0105,
        ),
        paint,
      ),
    );
    group.add(mesh(bar([rear[0], rear[1], z], [-0.62, 0.625, z * 0.3], 0.003), chrome));
    group.add(mesh(bar([front[0], front[1], z], [0.73, 0.55, z * 0.3], 0.003), chrome));
  }
  group.add(mesh(bar([0.372, 0.632, -0.045], [0.372, 0.632, 0.045], 0.014), paint));
  group.add(mesh(bar([crank[0], crank[1], -0.04], [crank[0], crank[1], 0.04], 0.022), paint));
  group.add(
    mesh(tube(mudguard(rear, 0.35, 2.9), 0.013), paint),
    mesh(tube(mudguard(front, 0.1, 2.2), 0.013), paint),
  );
  return group;
}

/** Stem, bars, grips and lamp. */
function cockpit(chrome: Material, tan: Material): Group {
  const group = new Group();
  group.add(
    mesh(bar(headTop, [0.32, 0.875, 0], 0.011), chrome),
    mesh(bar([0.32, 0.87, 0], [0.39, 0.89, 0], 0.011), chrome),
  );
  const bars = '220,925,-290 310,925,-250 385,905,-100 390,890,0 385,905,100 310,925,250 220,925,290';
  group.add(mesh(tube(bars, 0.0105), chrome));
  for (const z of [-1, 1])
    group.add(mesh(bar([0.17, 0.925, z * 0.308], [0.275, 0.925, z * 0.267], 0.016), tan));
  group.add(mesh(lathe('0,0 30,2 34,20 24,50 0,60', true).rotateZ(Math.PI / 2), chrome, [0.455, 0.73, 0]));
  group.add(mesh(bar([0.35, 0.72, 0], [0.42, 0.73, 0], 0.006), chrome));
  return group;
}

/** A town bicycle with mudguards, leaning a little on its stand. */
function build(): Group {
  const bicycle = new Group();
  const paint = lacquer('#3f5d4e', '#4b6b5b', 0.35);
  const chrome = metal(steel, 0.18);
  const dark = plastic('#1c1c1d', 0.5);
  const tan = leather('#6d3f1f', '#9a6032', 0.5);
  const tyre = rubber('#1d1c1b');
  for (const [x, y, z] of [rear, front]) {
    const part = wheel(chrome, tyre);
    part.position.set(x, y, z);
    bicycle.add(part);
  }
  bicycle.add(mesh(bar(seat, [-0.262, 0.845, 0], 0.012), chrome));
  const top = saddle(tan);
  top.position.set(-0.265, 0.845, 0);
  bicycle.add(top, frame(paint, chrome), cockpit(chrome, tan), driveTrain(chrome, dark));
  bicycle.add(mesh(bar([-0.17, 0.27, 0.05], [-0.27, 0.005, 0.17], 0.008), chrome));
  bicycle.rotation.set(0.05, 0, 0);
  const turned = new Group();
  turned.add(bicycle);
  turned.rotation.y = -0.45;
  return turned;
}

export const bicycle: Item = {
  build,
  radius: 0.95,
  ground: 'floor',
  groundTones: ['#77604c', '#b59a80'],
  wallTones: ['#cdbfae', '#e0d4c5'],
  wallAt: 0.75,
  sun: 2,
  shots: [
    { eye: [0.2, 1.15, 3.3], target: [0.04, 0.5, 0], fovDegrees: 36 },
    { eye: [1.75, 1.25, 1.55], target: [0.14, 0.5, 0], fovDegrees: 40 },
  ],
};
