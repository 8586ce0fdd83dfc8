import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateBytes } from 'gltf-validator';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCameras } from './meshroom-cameras';
import { convertModel } from './meshroom-model';
import { readTexturedObj } from './obj';
import { applyPlacement, placeItem } from './orient';
import { readUnwrappedMesh } from './ply';
import { readPnm } from './pnm';
import { modelLimits, writeGlb } from './write-glb';

let directory: string;
/** The recorded mesh, with a texture of ours: see tests/fixtures/meshroom/LICENCE.txt. */
let output: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-meshroom-'));
  output = join(directory, 'output');
  await cp('tests/fixtures/meshroom/success-monstree/out', output, { recursive: true });
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const texture = sharp({ create: { width: 256, height: 256, channels: 3, background: '#888', noise } });
  await texture.jpeg().toFile(join(output, 'texture_1001.jpg'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Eight cameras round the recorded trunk's middle, looking at it. */
const middle = [3.1, 6.03, 1.43] as const;
const views = Array.from({ length: 8 }, (_, index) => {
  const angle = (index * Math.PI) / 4;
  const forward = [-Math.sin(angle), 0, -Math.cos(angle)] as const;
  return { forward, centre: [middle[0] - 2 * forward[0], middle[1], middle[2] - 2 * forward[2]] as const };
});

test('the recorded OBJ is read with its coordinates and its seams', async () => {
  const mesh = await readTexturedObj(join(output, 'texturedMesh.obj'));
  expect(mesh.indices).toHaveLength(3 * 6000);
  expect(new Set(mesh.materials)).toEqual(new Set(['material_1001']));
  expect(Math.max(...mesh.uvs)).toBeLessThanOrEqual(1);
  expect(Math.min(...mesh.uvs)).toBeGreaterThanOrEqual(0);
  expect(new Set(mesh.sources).size).toBeLessThan(mesh.sources.length);
});

test('the recorded result becomes a valid GLB: cropped, upright, one texture', async () => {
  const { triangles } = await convertModel(output, views, directory, 512);
  const mesh = await readUnwrappedMesh(join(directory, 'unwrapped.ply'));
  expect(mesh.indices).toHaveLength(3 * triangles);
  expect(triangles).toBeGreaterThan(1000);
  const texture = await readPnm(join(directory, 'texture.ppm'));
  expect(texture).toMatchObject({ width: 512, height: 512, channels: 3 });
  const placement = placeItem(mesh.positions, {
    up: [0, 1, 0],
    cameraCentres: views.map(({ centre }) => centre),
  });
  const { glb } = await writeGlb(
    { ...mesh, positions: applyPlacement(mesh.positions, placement) },
    texture,
    modelLimits,
  );
  const { issues } = await validateBytes(glb);
  expect(issues.messages.filter((message) => message.severity <= 1)).toEqual([]);
});

test('what lies outside of where the cameras look is cut off', async () => {
  const close = views.map((view) => ({
    ...view,
    centre: view.centre.map(
      (value, axis) => ((middle[axis] ?? 0) + value) / 2,
    ) as unknown as typeof view.centre,
  }));
  const whole = await convertModel(output, views, directory, 64);
  const cropped = await convertModel(output, close, directory, 64);
  expect(cropped.triangles).toBeLessThan(whole.triangles / 2);
});

test('the atlas of several materials lies in one texture', async () => {
  const obj = join(directory, 'texturedMesh.obj');
  await writeFile(
    obj,
    'v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl a\nf 1/1 2/2 3/3\nusemtl b\nf 1/1 3/3 2/2\n',
  );
  const mesh = await readTexturedObj(obj);
  expect(mesh.materials).toEqual(['a', 'b']);
  expect(mesh.sources).toHaveLength(6);
});

test('the cameras of AliceVision are turned into the coordinates of its OBJ', async () => {
  const path = join(directory, 'cameras.sfm');
  const transform = {
    rotation: ['1', '0', '0', '0', '1', '0', '0', '0', '1'],
    center: ['1', '2', '3'],
    locked: '1',
  };
  const sfm = {
    version: ['1', '2', '8'],
    views: [
      { viewId: '7', poseId: '7', path: '/b.jpg' },
      { viewId: '8', poseId: '8', path: '/a.jpg' },
    ],
    poses: [{ poseId: '7', pose: { transform, locked: '0' } }],
  };
  await writeFile(path, JSON.stringify(sfm));
  expect(await readCameras(path)).toEqual([{ name: '/b.jpg', centre: [1, -2, -3], forward: [0, 0, -1] }]);
});
