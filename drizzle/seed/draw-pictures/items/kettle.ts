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
  const body = lathe('0,0 83,0 94,12 99,45 94,85 78,120 60,136 52,140', true);
  kettle.add(mesh(body, enamel));
  kettle.add(mesh(ring(0.053, 0.0028).rotateX(Math.PI / 2), dark, [0, 0.14, 0]));
  const lid = lathe('51,140 50,145 36,153 16,158 0,159', true);
  kettle.add(mesh(lid, enamel));
  kettle.add(mesh(lathe('7,157 5.5,166 5.5,168'), chrome));
  kettle.add(mesh(lathe('5,166 13,168 16.5,177 13,187 0,190', true), walnut));
  const spout = tube('75,50,0 105,66,0 128,95,0 143,126,0 162,139,0', 0.014, (t) => 1.55 - 0.95 * t ** 0.7);
  kettle.add(mesh(spout, enamel));
  const lip = mesh(ring(0.0088, 0.0017), dark, [0.162, 0.139, 0]);
  lip.rotation.set(0, Math.PI / 2, 0);
  lip.rotateX(-0.6);
  kettle.add(lip);
  const arch = tube('-78,118,0 -88,160,0 -72,214,0 -40,232,0 40,232,0 72,214,0 88,160,0 78,118,0', 0.0032);
  kettle.add(mesh(arch, chrome));
  const grip = tube(
    '-58,226.5,0 -30,234,0 30,234,0 58,226.5,0',
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
