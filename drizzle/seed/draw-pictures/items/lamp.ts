import { DoubleSide, Group, MeshPhysicalMaterial, MeshStandardMaterial, SphereGeometry } from 'three';
import { brass, lacquer, metal, plastic, steel } from '../materials';
import { bar, lathe, mesh, type Point, tube } from '../shapes';
import type { Item } from '../studio';

/** A coil spring between two points of one plane. */
function spring([x1, y1]: [number, number], [x2, y2]: [number, number], z: number) {
  const turns = 26;
  const points: Point[] = [];
  const length = Math.hypot(x2 - x1, y2 - y1);
  for (let index = 0; index <= turns * 8; index++) {
    const t = index / (turns * 8);
    const angle = (index / 8) * Math.PI * 2;
    const side = 0.0042 * Math.cos(angle);
    const across: [number, number] = [(-(y2 - y1) / length) * side, ((x2 - x1) / length) * side];
    points.push([
      x1 + (x2 - x1) * t + across[0],
      y1 + (y2 - y1) * t + across[1],
      z + 0.0042 * Math.sin(angle),
    ]);
  }
  return tube(points, 0.0008);
}

function shade(enamel: MeshPhysicalMaterial): Group {
  const head = new Group();
  const inside = new MeshPhysicalMaterial({ color: '#f4efe2', roughness: 0.5, side: DoubleSide });
  const outline = '76,0 66,22 44,50 30,70 26,100 20,105';
  head.add(mesh(lathe(outline, true), enamel));
  head.add(mesh(lathe(outline, true).scale(0.975, 1, 0.975), inside));
  head.add(mesh(lathe('74.5,0.5 74.5,-2.2 77.2,-2.2 77.2,1.5'), enamel));
  head.add(mesh(lathe('21.5,100 21,118 14,128 0,130', true), enamel));
  const glow = new MeshStandardMaterial({ color: '#fff3dd', emissive: '#ffd9a0', emissiveIntensity: 1.6 });
  const bulb = mesh(new SphereGeometry(0.026, 32, 24), glow, [0, 0.022, 0]);
  bulb.castShadow = false;
  head.add(bulb);
  return head;
}

/** A balanced-arm desk lamp: springs, double bars, enamelled shade. */
function build(): Group {
  const lamp = new Group();
  const enamel = lacquer('#b08423', '#c2952f', 0.38);
  const chrome = metal(steel, 0.2);
  const gold = metal(brass, 0.25);
  const base = '0,0 78,0 83,5 81,15 60,21 20,25 0,25';
  lamp.add(mesh(lathe(base, true), enamel));
  lamp.add(mesh(lathe('20,22 12,28 9.5,45 4,46 0,46', true), enamel));
  const [foot, elbow, wrist] = [
    [0, 0.058],
    [-0.105, 0.275],
    [0.09, 0.43],
  ] as const;
  for (const z of [-0.011, 0.011]) {
    lamp.add(mesh(bar([foot[0], foot[1], z], [elbow[0], elbow[1], z], 0.0036), chrome));
    lamp.add(mesh(bar([elbow[0], elbow[1], z], [wrist[0], wrist[1], z], 0.0036), chrome));
    lamp.add(mesh(bar([0.022, 0.068, z], [-0.083, 0.285, z], 0.0028), chrome));
    lamp.add(mesh(spring([0.012, 0.075], [-0.045, 0.19], z * 1.9), chrome));
    lamp.add(mesh(spring([-0.085, 0.292], [0.0, 0.358], z * 1.9), chrome));
  }
  for (const [x, y] of [foot, elbow, wrist]) {
    lamp.add(mesh(bar([x, y, -0.019], [x, y, 0.019], 0.0088), enamel));
    lamp.add(mesh(bar([x, y, 0.019], [x, y, 0.029], 0.0068), gold));
    lamp.add(mesh(bar([x, y, -0.024], [x, y, -0.019], 0.005), gold));
  }
  lamp.add(mesh(bar([0, 0.04, 0], [0, 0.062, 0], 0.008), chrome));
  lamp.add(mesh(bar([wrist[0], wrist[1], 0], [0.128, 0.412, 0], 0.006), chrome));
  const head = shade(enamel);
  head.position.set(0.163, 0.32, 0);
  head.rotation.z = 0.42;
  lamp.add(head);
  const cord = '-75,8,-20 -120,3,-50 -190,3,-20 -260,3,-80 -400,3,-60';
  lamp.add(mesh(tube(cord, 0.003), plastic('#2a2a2a', 0.6)));
  lamp.rotation.y = -0.35;
  return lamp;
}

export const lamp: Item = {
  build,
  radius: 0.32,
  ground: 'table',
  groundTones: ['#96694a', '#d0a37a'],
  wallTones: ['#bcc6cd', '#d4dce1'],
  wallAt: 0.5,
  sun: 1.2,
  shots: [
    { eye: [0.1, 0.42, 1.3], target: [0.02, 0.225, 0], fovDegrees: 28 },
    { eye: [0.95, 0.2, 0.75], target: [0.05, 0.24, 0.02], fovDegrees: 28 },
  ],
};
