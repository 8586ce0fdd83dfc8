import {
  BufferGeometry,
  CircleGeometry,
  DoubleSide,
  Float32BufferAttribute,
  Group,
  MeshPhysicalMaterial,
} from 'three';
import { lacquer, rubber, wood } from '../materials';
import { noise } from '../noise';
import { bar, box, grain, lathe, mesh, type Point, tube } from '../shapes';
import type { Item } from '../studio';
import { drawTexture } from '../textures';

/** A leaf of length 1 along x: pointed oval, folded along its rib, drooping towards the tip. */
function leaf(seed: number): BufferGeometry {
  const [alongSteps, acrossSteps] = [28, 10];
  const [positions, uvs, triangles]: [number[], number[], number[]] = [[], [], []];
  const droop = 0.35 + 0.3 * noise(seed * 3.1, 1);
  for (let i = 0; i <= alongSteps; i++) {
    const t = i / alongSteps;
    const half = 0.31 * Math.sin(Math.PI * t ** 0.85) ** 0.75 * (1 - 0.25 * t);
    for (let j = 0; j <= acrossSteps; j++) {
      const across = (j / acrossSteps) * 2 - 1;
      const wave = 0.02 * (noise(t * 5 + seed, across * 2 + seed) - 0.5) * 2;
      const fold = 0.075 * Math.abs(across) ** 1.3 * Math.sin(Math.PI * t);
      positions.push(t * (1 - 0.18 * droop * t), fold + wave - droop * t * t * 0.75 + 0.2 * t, across * half);
      uvs.push(t, (across + 1) / 2);
      if (i === alongSteps || j === acrossSteps) continue;
      const corner = i * (acrossSteps + 1) + j;
      const next = corner + acrossSteps + 1;
      triangles.push(corner, corner + 1, next, next, corner + 1, next + 1);
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setAttribute('uv', new Float32BufferAttribute(uvs, 2));
  geometry.setIndex(triangles);
  geometry.computeVertexNormals();
  return geometry;
}

/** Green with a pale rib and faint side veins. */
function leafColour() {
  return drawTexture(512, (context) => {
    const green = context.createLinearGradient(0, 0, 512, 0);
    green.addColorStop(0, '#56853f');
    green.addColorStop(0.5, '#3d6f35');
    green.addColorStop(1, '#4a7a38');
    context.fillStyle = green;
    context.fillRect(0, 0, 512, 512);
    context.strokeStyle = 'rgba(150, 180, 110, 0.22)';
    context.lineWidth = 3;
    for (let x = 10; x < 500; x += 22) {
      for (const edge of [0, 512]) {
        context.beginPath();
        context.moveTo(x, 256);
        context.quadraticCurveTo(x + 30, (256 + edge) / 2, x + 74, edge);
        context.stroke();
      }
    }
    context.strokeStyle = '#a9bd78';
    context.lineWidth = 13;
    context.beginPath();
    context.moveTo(0, 256);
    context.lineTo(512, 256);
    context.stroke();
  });
}

/** Leaves spiral up a stem, the lower ones larger and lower. */
function stem(foot: Point, top: Point, leaves: number, seed: number, green: MeshPhysicalMaterial): Group {
  const group = new Group();
  const bark = wood('#4d4030', '#7d6a4d', 0.8);
  const bow: Point = [(foot[0] + top[0]) / 2 + 0.015, (foot[1] + top[1]) / 2, (foot[2] + top[2]) / 2 - 0.01];
  group.add(
    mesh(
      tube([foot, bow, top], 0.0075, (t) => 1 - 0.45 * t),
      bark,
    ),
  );
  for (let index = 0; index < leaves; index++) {
    const t = 0.28 + 0.72 * (index / (leaves - 1));
    const size = 0.255 - 0.11 * t ** 2.5;
    const part = mesh(leaf(seed + index), green);
    const holder = new Group();
    holder.position.set(
      foot[0] + (top[0] - foot[0]) * t,
      foot[1] + (top[1] - foot[1]) * t,
      foot[2] + (top[2] - foot[2]) * t,
    );
    holder.rotation.set(0, index * 2.4 + seed, 0);
    part.rotation.z = 0.1 + 0.95 * t ** 3;
    part.position.set(0.028, 0.012 + 0.02 * t, 0);
    part.scale.setScalar(size);
    holder.add(
      part,
      mesh(
        tube(
          [
            [0, 0, 0],
            [0.015, 0.008, 0],
            [0.034, 0.014 + 0.02 * t, 0],
          ],
          0.0028,
        ),
        green,
      ),
    );
    group.add(holder);
  }
  return group;
}

/** A rubber plant in a glazed pot on a wooden stand. */
function build(): Group {
  const plant = new Group();
  const oak = wood('#a87848', '#d9b180', 0.5);
  const glaze = lacquer('#d9d4c8', '#ece8de', 0.4);
  for (const [x, z] of [
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1],
  ] as const) {
    plant.add(mesh(bar([x * 0.1, 0, z * 0.1], [x * 0.1, 0.235, z * 0.1], 0.0115, 0.0125), oak));
  }
  for (const turn of [0, Math.PI / 2]) {
    const rail = mesh(grain(box(0.27, 0.026, 0.016, 0.004), 'x'), oak, [0, 0.11 + turn * 0.0001, 0]);
    rail.rotation.y = turn + Math.PI / 4;
    plant.add(rail);
  }
  const pot = '0,124 78,124 90,132 104,200 115,290 116.5,300 113,303 108,298 105,270';
  plant.add(mesh(lathe(pot, true), glaze));
  const soil = rubber('#2b2018');
  plant.add(mesh(new CircleGeometry(0.107, 48).rotateX(-Math.PI / 2), soil, [0, 0.282, 0]));
  for (let index = 0; index < 90; index++) {
    const [turn, reach] = [index * 2.4, 0.1 * Math.sqrt(index / 90)];
    const clod = mesh(box(0.016, 0.012, 0.014, 0.006), soil);
    clod.position.set(reach * Math.cos(turn), 0.282 + 0.005 * noise(index * 1.7, 3), reach * Math.sin(turn));
    clod.rotation.set(index, index * 2, 0);
    plant.add(clod);
  }
  const green = new MeshPhysicalMaterial({ map: leafColour(), roughness: 0.34, side: DoubleSide });
  plant.add(stem([-0.015, 0.28, 0.01], [-0.05, 0.86, -0.02], 13, 1, green));
  plant.add(stem([0.03, 0.28, -0.01], [0.09, 0.7, 0.03], 9, 4, green));
  return plant;
}

export const plant: Item = {
  build,
  radius: 0.62,
  ground: 'floor',
  groundTones: ['#86603c', '#cfa676'],
  wallTones: ['#dcd8cf', '#efece5'],
  wallAt: 0.6,
  sun: 2,
  shots: [
    { eye: [0.1, 0.85, 2.4], target: [0.02, 0.48, 0], fovDegrees: 28.5 },
    { eye: [-0.85, 1.35, 0.95], target: [0, 0.62, 0], fovDegrees: 30 },
  ],
};
