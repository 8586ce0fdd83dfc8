import { CircleGeometry, Group, RingGeometry, Shape } from 'three';
import { brass, metal, plastic, rubber, wood } from '../materials';
import { bar, box, cut, grain, lathe, mesh, ring, slab } from '../shapes';
import type { Item } from '../studio';

/** The body's outline, lower end at y = 0, waist at about 0.14, neck joint at 0.24. */
function outline(inset = 0): Shape {
  const shape = new Shape();
  const left: [number, number, number, number, number, number][] = [
    [0.05, 0, 0.088, 0.028, 0.088, 0.072],
    [0.088, 0.108, 0.058, 0.118, 0.056, 0.143],
    [0.054, 0.165, 0.066, 0.172, 0.066, 0.198],
    [0.066, 0.222, 0.04, 0.24, 0, 0.24],
  ];
  const x = (value: number) => value * (1 - inset * 12);
  const y = (value: number) => 0.12 + (value - 0.12) * (1 - inset * 8.3);
  shape.moveTo(0, y(0));
  for (const [a, b, c, d, e, f] of left) shape.bezierCurveTo(x(a), y(b), x(c), y(d), x(e), y(f));
  const points = shape.getPoints(60);
  const mirrored = points.map((point) => point.clone().setX(-point.x)).reverse();
  return new Shape([...points, ...mirrored.slice(1, -1)]);
}

function headstock(): Shape {
  const shape = new Shape();
  shape.moveTo(-0.019, 0);
  shape.bezierCurveTo(-0.02, 0.012, -0.03, 0.016, -0.03, 0.03);
  shape.lineTo(-0.027, 0.088);
  shape.bezierCurveTo(-0.024, 0.098, -0.008, 0.092, 0, 0.1);
  shape.bezierCurveTo(0.008, 0.092, 0.024, 0.098, 0.027, 0.088);
  shape.lineTo(0.03, 0.03);
  shape.bezierCurveTo(0.03, 0.016, 0.02, 0.012, 0.019, 0);
  return shape;
}

const parts = () => ({
  sides: wood('#4a2410', '#8a4b25', 0.4),
  top: wood('#8d5426', '#c98d51', 0.42),
  rosewood: wood('#22130c', '#4a2c1c', 0.5),
  nickel: metal('#d8d6d0', 0.2),
  gold: metal(brass, 0.3),
  ivory: plastic('#efe6d0', 0.35),
  dark: rubber('#120b07'),
});
type Parts = ReturnType<typeof parts>;

function body({ sides, top, rosewood, ivory, dark }: Parts): Group {
  const group = new Group();
  group.add(mesh(grain(cut(outline(), 0.058, 0.002), 'y', 4), sides));
  group.add(mesh(grain(cut(outline(0.0012), 0.003, 0.001), 'y', 4), ivory, [0, 0, 0.0568]));
  group.add(mesh(grain(cut(outline(0.0032), 0.003, 0.001), 'y', 4), top, [0, 0, 0.0576]));
  group.add(mesh(new CircleGeometry(0.0245, 64), dark, [0, 0.15, 0.0608]));
  for (const [inner, outer, material] of [
    [0.0245, 0.027, rosewood],
    [0.028, 0.0292, ivory],
    [0.0302, 0.0326, rosewood],
  ] as const) {
    group.add(mesh(new RingGeometry(inner, outer, 96), material, [0, 0.15, 0.0609]));
  }
  group.add(mesh(grain(box(0.084, 0.02, 0.008, 0.003), 'x', 4), rosewood, [0, 0.068, 0.0635]));
  group.add(mesh(box(0.056, 0.0028, 0.006, 0.001), ivory, [0, 0.07, 0.0675]));
  return group;
}

function neck({ sides, rosewood, nickel, ivory }: Parts): Group {
  const group = new Group();
  group.add(mesh(grain(box(0.036, 0.24, 0.022, 0.01), 'y', 4), sides, [0, 0.33, 0.046]));
  group.add(mesh(grain(slab(0.038, 0.29, 0.0055, 0.0015), 'y', 4), rosewood, [0, 0.166, 0.0625]));
  const scale = 0.385;
  for (let fret = 1; fret <= 15; fret++) {
    const y = 0.456 - scale * (1 - 2 ** (-fret / 12));
    group.add(mesh(bar([-0.0185, y, 0.0655], [0.0185, y, 0.0655], 0.0009), nickel));
    if ([5, 7, 10].includes(fret))
      group.add(mesh(new CircleGeometry(0.0026, 24), ivory, [0, y + 0.011, 0.0655]));
  }
  group.add(mesh(box(0.038, 0.004, 0.009, 0.001), ivory, [0, 0.458, 0.0635]));
  for (const [index, x] of [-0.0125, -0.0042, 0.0042, 0.0125].entries()) {
    group.add(mesh(bar([x * 1.45, 0.07, 0.071], [x, 0.459, 0.0685], 0.00055 + (index % 3) * 0.0001), ivory));
    const peg = [-0.0155, -0.0175, 0.0175, 0.0155][index] ?? 0;
    const y = index === 0 || index === 3 ? 0.53 : 0.495;
    group.add(mesh(bar([x, 0.459, 0.0685], [peg * 0.86, y, 0.0645], 0.00055), ivory));
  }
  return group;
}

function head({ sides, nickel, gold, ivory }: Parts): Group {
  const group = new Group();
  group.add(mesh(grain(cut(headstock(), 0.013, 0.0015), 'y', 4), sides));
  for (const [index, x] of [-0.0175, 0.0175, -0.0155, 0.0155].entries()) {
    const y = index < 2 ? 0.034 : 0.07;
    group.add(mesh(lathe('5,0 5,1.5 2.5,2 2.4,12 0,12.5').rotateX(Math.PI / 2), nickel, [x, y, 0.013]));
    group.add(mesh(bar([Math.sign(x) * 0.024, y, 0.004], [Math.sign(x) * 0.037, y, 0.004], 0.0018), gold));
    group.add(mesh(box(0.009, 0.015, 0.006, 0.003), ivory, [Math.sign(x) * 0.042, y, 0.004]));
  }
  group.position.set(0, 0.456, 0.05);
  group.rotation.x = -0.16;
  return group;
}

/** A concert ukulele of mahogany with a rosewood fingerboard, leaning on the wall. */
function build(): Group {
  const materials = parts();
  const ukulele = new Group();
  ukulele.add(body(materials), neck(materials), head(materials));
  ukulele.add(mesh(ring(0.006, 0.002), materials.gold, [0, -0.001, 0.03]));
  const leaning = new Group();
  ukulele.rotation.x = -0.27;
  leaning.add(ukulele);
  leaning.rotation.z = -0.07;
  leaning.position.set(0, 0.006, -0.06);
  const turned = new Group();
  turned.add(leaning);
  return turned;
}

export const ukulele: Item = {
  build,
  radius: 0.36,
  ground: 'floor',
  groundTones: ['#7d5a3a', '#c29a6b'],
  wallTones: ['#d3c7b4', '#e6dccb'],
  wallAt: 0.215,
  sun: 1.8,
  shots: [
    { eye: [-0.1, 0.42, 1.25], target: [0.02, 0.262, -0.05], fovDegrees: 27.5 },
    { eye: [0.35, 0.42, 0.5], target: [0.0, 0.16, -0.02], fovDegrees: 30 },
  ],
};
