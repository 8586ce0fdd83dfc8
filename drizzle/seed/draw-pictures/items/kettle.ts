import { Group } from 'three';
import { lacquer, metal, steel, wood } from '../materials';
import { bar, lathe, mesh, ring, tube } from '../shapes';
import type { Item } from '../studio';

/** An enamelled kettle with a wooden grip. */
function build(): Group {
  const kettle = new Group();
  const enamel = lacquer('#1f5450', '#2b6a64', 0.3);
  const dark = lacquer('#15181a', '#1d2123', 0.35);
  const chrome = metal(steel, 0.16);
  const walnut = wood('#3a2112', '#7b4d2a', 0.4);
  const body = lathe(
    [
      [0, 0],
      [0.083, 0],
      [0.094, 0.012],
      [0.099, 0.045],
      [0.094, 0.085],
      [0.078, 0.12],
      [0.06, 0.136],
      [0.052, 0.14],
    ],
    true,
  );
  kettle.add(mesh(body, enamel));
  kettle.add(mesh(ring(0.053, 0.0028).rotateX(Math.PI / 2), dark, [0, 0.14, 0]));
  const lid = lathe(
    [
      [0.051, 0.14],
      [0.05, 0.145],
      [0.036, 0.153],
      [0.016, 0.158],
      [0, 0.159],
    ],
    true,
  );
  kettle.add(mesh(lid, enamel));
  kettle.add(
    mesh(
      lathe([
        [0.007, 0.157],
        [0.0055, 0.166],
        [0.0055, 0.168],
      ]),
      chrome,
    ),
  );
  kettle.add(
    mesh(
      lathe(
        [
          [0.005, 0.166],
          [0.013, 0.168],
          [0.0165, 0.177],
          [0.013, 0.187],
          [0, 0.19],
        ],
        true,
      ),
      walnut,
    ),
  );
  const spout = tube(
    [
      [0.075, 0.05, 0],
      [0.105, 0.066, 0],
      [0.128, 0.095, 0],
      [0.143, 0.126, 0],
      [0.162, 0.139, 0],
    ],
    0.014,
    (t) => 1.55 - 0.95 * t ** 0.7,
  );
  kettle.add(mesh(spout, enamel));
  const lip = mesh(ring(0.0088, 0.0017), dark, [0.162, 0.139, 0]);
  lip.rotation.set(0, Math.PI / 2, 0);
  lip.rotateX(-0.6);
  kettle.add(lip);
  const arch = tube(
    [
      [-0.078, 0.118, 0],
      [-0.088, 0.16, 0],
      [-0.072, 0.214, 0],
      [-0.04, 0.232, 0],
      [0.04, 0.232, 0],
      [0.072, 0.214, 0],
      [0.088, 0.16, 0],
      [0.078, 0.118, 0],
    ],
    0.0032,
  );
  kettle.add(mesh(arch, chrome));
  const grip = tube(
    [
      [-0.058, 0.2265, 0],
      [-0.03, 0.234, 0],
      [0.03, 0.234, 0],
      [0.058, 0.2265, 0],
    ],
    0.0105,
    (t) => 0.75 + 0.35 * Math.sin(Math.PI * t) ** 0.6,
  );
  kettle.add(mesh(grip, walnut));
  for (const side of [-1, 1]) {
    kettle.add(mesh(bar([side * 0.079, 0.117, -0.009], [side * 0.079, 0.117, 0.009], 0.0065), chrome));
  }
  kettle.rotation.y = -0.5;
  return kettle;
}

export const kettle: Item = {
  build,
  radius: 0.2,
  ground: 'table',
  groundTones: ['#a0764a', '#dcb98a'],
  wallTones: ['#dfdcd5', '#efece6'],
  wallAt: 0.4,
  sun: 1.2,
  shots: [
    { eye: [0.12, 0.3, 0.72], target: [0.01, 0.1, 0], fovDegrees: 30 },
    { eye: [-0.42, 0.5, 0.42], target: [0.01, 0.1, 0], fovDegrees: 30 },
  ],
};
