import { BufferGeometry, DoubleSide, Float32BufferAttribute, Group, MeshPhysicalMaterial } from 'three';
import { lacquer, metal, plastic, steel } from '../materials';
import { bar, box, lathe, mesh, type Point, ring, tube } from '../shapes';
import type { Item } from '../studio';

/** One blade: a sheet that widens outwards and is twisted like a propeller's. */
function blade(): BufferGeometry {
  const [alongSteps, acrossSteps] = [24, 16];
  const positions: number[] = [];
  const triangles: number[] = [];
  for (let i = 0; i <= alongSteps; i++) {
    const t = i / alongSteps;
    const radius = 0.024 + 0.086 * t;
    const half =
      0.32 +
      0.26 * Math.sin(Math.PI * Math.min(1, t * 0.9 + 0.06)) * (1 - 0.75 * Math.max(0, t - 0.82) ** 0.5);
    for (let j = 0; j <= acrossSteps; j++) {
      const across = (j / acrossSteps) * 2 - 1;
      const angle = across * half + 0.25 * t;
      const twist = across * 0.016 * (1 - 0.35 * t) + 0.004 * across ** 2;
      positions.push(radius * Math.cos(angle), radius * Math.sin(angle), twist);
      if (i === alongSteps || j === acrossSteps) continue;
      const corner = i * (acrossSteps + 1) + j;
      const above = corner + acrossSteps + 1;
      triangles.push(corner, above, corner + 1, above, above + 1, corner + 1);
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setIndex(triangles);
  geometry.computeVertexNormals();
  return geometry;
}

/** Wires bulging from the hub to the rim; `towards` 1 is the front. */
function cage(towards: number): Group {
  const half = new Group();
  const wire = metal('#d9dadb', 0.2);
  const depth = (radius: number) => towards * (0.044 - 0.03 * (radius / 0.13) ** 3);
  for (const radius of [0.045, 0.075, 0.104]) {
    half.add(mesh(ring(radius, 0.0011), wire, [0, 0, depth(radius) - towards * 0.001]));
  }
  const spokes = 44;
  for (let index = 0; index < spokes; index++) {
    const angle = (index / spokes) * Math.PI * 2;
    const points = [0.028, 0.05, 0.08, 0.105, 0.122, 0.13].map((radius): Point => {
      const swirl = angle + radius * 2.2 * towards;
      return [radius * Math.cos(swirl), radius * Math.sin(swirl), depth(radius)];
    });
    half.add(mesh(tube(points, 0.0009), wire));
  }
  return half;
}

/** A small desk fan of enamelled metal. */
function build(): Group {
  const fan = new Group();
  const cream = lacquer('#d8cfb6', '#e6dec8', 0.35);
  const chrome = metal(steel, 0.15);
  const head = new Group();
  head.add(cage(1), cage(-1));
  head.add(mesh(ring(0.131, 0.0042), chrome, [0, 0, 0]));
  head.add(mesh(lathe('0,0 29,0 28.5,4 20,9 0,11', false).rotateX(Math.PI / 2), cream, [0, 0, 0.042]));
  const sheet = new MeshPhysicalMaterial({
    color: '#5f8f8a',
    roughness: 0.3,
    side: DoubleSide,
    clearcoat: 0.6,
  });
  for (const turn of [0, 1, 2, 3]) {
    const part = mesh(blade(), sheet, [0, 0, 0.008]);
    part.rotation.z = turn * (Math.PI / 2) + 0.35;
    head.add(part);
  }
  head.add(mesh(lathe('0,-12 26,-12 26,12 16,24 0,26').rotateX(Math.PI / 2), sheet));
  const motor = '0,0 30,2 43,20 46,50 40,82 20,98 0,100';
  head.add(mesh(lathe(motor, true).rotateX(-Math.PI / 2), cream, [0, 0, -0.036]));
  head.position.set(0, 0.245, 0.045);
  head.rotation.x = -0.12;
  fan.add(head);
  fan.add(mesh(bar([0, 0.03, -0.02], [0, 0.215, -0.02], 0.013, 0.0105), chrome));
  fan.add(mesh(lathe('20,30 18,50 14.5,60', true), cream, [0, 0, -0.02]));
  fan.add(mesh(bar([-0.022, 0.222, -0.02], [0.022, 0.222, -0.02], 0.012), cream));
  const base = '0,0 86,0 90,6 87,16 60,28 22,36 0,37';
  fan.add(mesh(lathe(base, true), cream, [0, 0, 0]));
  const keys = ['#3a3f40', '#3a3f40', '#b4442f'];
  for (const [index, color] of keys.entries()) {
    const key = mesh(box(0.013, 0.012, 0.013, 0.003), plastic(color), [(index - 1) * 0.018, 0.026, 0.058]);
    key.rotation.x = 0.42;
    fan.add(key);
  }
  const cord = '0,8,-85 30,4,-130 120,3,-150 200,3,-110 300,3,-140';
  fan.add(mesh(tube(cord, 0.0028), plastic('#ddd6c4')));
  fan.rotation.y = 0.35;
  return fan;
}

export const fan: Item = {
  build,
  radius: 0.25,
  ground: 'table',
  groundTones: ['#5b3820', '#96643c'],
  wallTones: ['#c5cdc9', '#dbe1dd'],
  wallAt: 0.42,
  sun: 1.4,
  shots: [
    { eye: [0.1, 0.33, 0.98], target: [0.01, 0.185, 0], fovDegrees: 28 },
    { eye: [-0.78, 0.42, 0.5], target: [0.01, 0.18, 0], fovDegrees: 28 },
  ],
};
