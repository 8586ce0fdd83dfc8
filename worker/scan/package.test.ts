import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS } from '@gltf-transform/extensions';
import { validateBytes } from 'gltf-validator';
import { MeshoptDecoder } from 'meshoptimizer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Vector3 } from './engine';
import { packageModel } from './package-model';
import { readUnwrappedMesh, type TriangleMesh } from './ply';
import { writePnm } from './pnm';
import { unwrap } from './unwrap';
import { modelLimits, writeGlb } from './write-glb';

let directory: string;
const inDirectory = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-package-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** An ellipsoid with the half axes (1, 2, 3) round (5, 5, 5), `rows` × 2·`rows` quads. */
function ellipsoid(rows: number): TriangleMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  const columns = 2 * rows;
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column < columns; column++) {
      const [polar, azimuth] = [(Math.PI * row) / rows, (2 * Math.PI * column) / columns];
      positions.push(5 + Math.sin(polar) * Math.cos(azimuth), 5 + 2 * Math.cos(polar));
      positions.push(5 - 3 * Math.sin(polar) * Math.sin(azimuth));
    }
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [a, b] = [row * columns + column, row * columns + ((column + 1) % columns)];
      if (row > 0) indices.push(a, a + columns, b);
      if (row < rows - 1) indices.push(b, a + columns, b + columns);
    }
  return { positions: new Float32Array(positions), indices: new Uint32Array(indices) };
}

async function writePlain(path: string, mesh: TriangleMesh): Promise<void> {
  const header = `ply\nformat binary_little_endian 1.0\nelement vertex ${mesh.positions.length / 3}\nproperty float x\nproperty float y\nproperty float z\nelement face ${mesh.indices.length / 3}\nproperty list uchar int vertex_indices\nend_header\n`;
  const faces = Buffer.alloc((13 * mesh.indices.length) / 3);
  for (let face = 0; face < mesh.indices.length / 3; face++) {
    faces.writeUInt8(3, 13 * face);
    for (let corner = 0; corner < 3; corner++)
      faces.writeInt32LE(mesh.indices[3 * face + corner] ?? 0, 13 * face + 1 + 4 * corner);
  }
  await writeFile(path, Buffer.concat([Buffer.from(header), Buffer.from(mesh.positions.buffer), faces]));
}

async function writeTexture(path: string, side: number): Promise<void> {
  const data = Buffer.alloc(3 * side * side);
  for (let pixel = 0; pixel < side * side; pixel++) data.set([200, (pixel % side) / 16, 40], 3 * pixel);
  await writePnm(path, { width: side, height: side, channels: 3, data });
}

/** The item's long axis (world z) points up; the first camera looks from world +X. */
const up: Vector3 = [0, 0, 1];
const cameraCentres = Array.from({ length: 20 }, (_, index): Vector3 => {
  const azimuth = (index * Math.PI) / 10;
  return [5 + 10 * Math.cos(azimuth), 5 + 10 * Math.sin(azimuth), 9];
});

test('a mesh is unwrapped without overlap of its corners, and keeps its shape', async () => {
  const mesh = ellipsoid(20);
  await writePlain(inDirectory('mesh.ply'), mesh);
  await unwrap(inDirectory('mesh.ply'), inDirectory('unwrapped.ply'), 256, AbortSignal.timeout(60_000));
  const unwrapped = await readUnwrappedMesh(inDirectory('unwrapped.ply'));
  expect(unwrapped.indices.length).toBe(mesh.indices.length);
  expect(Math.min(...unwrapped.uvs)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...unwrapped.uvs)).toBeLessThanOrEqual(1);
  for (const [vertex, source] of unwrapped.sources.entries())
    expect(unwrapped.positions.slice(3 * vertex, 3 * vertex + 3)).toEqual(
      mesh.positions.slice(3 * source, 3 * source + 3),
    );
});

test('the package is a valid GLB: upright, on its origin, longest side 1, with a poster that shows it', async () => {
  await writeTexture(inDirectory('texture.ppm'), 256);
  const facts = await packageModel(
    {
      meshPath: inDirectory('unwrapped.ply'),
      texturePath: inDirectory('texture.ppm'),
      up,
      cameraCentres,
      key: 'test',
    },
    24,
    directory,
    () => undefined,
  );
  expect(facts).toMatchObject({ triangles: ellipsoid(20).indices.length / 3 });
  expect(facts.verdict).toEqual({
    framesChosen: 24,
    camerasSolved: 20,
    coveredDegrees: 360,
    missingSides: ['top'],
  });
  const glb = await readFile(inDirectory('model.glb'));
  expect(facts.bytes).toBe(glb.length);
  const report = await validateBytes(new Uint8Array(glb));
  expect(report.issues.messages.filter((message) => message.severity <= 1)).toEqual([]);
  const box = await boundsOf(glb);
  expect(box.low[1]).toBeCloseTo(0, 3);
  expect(box.high[1]).toBeCloseTo(1, 3);
  expect((box.low[0] + box.high[0]) / 2).toBeCloseTo(0, 3);
  expect((box.low[2] + box.high[2]) / 2).toBeCloseTo(0, 3);
  // World x (half axis 1) looks to the front, world y (half axis 2) lies across.
  expect(box.high[2] - box.low[2]).toBeCloseTo(1 / 3, 2);
  expect(box.high[0] - box.low[0]).toBeCloseTo(2 / 3, 2);
  const { default: sharp } = await import('sharp');
  const poster = await sharp(inDirectory('poster.webp')).raw().toBuffer({ resolveWithObject: true });
  expect(poster.info).toMatchObject({ width: 1024, height: 1024, channels: 4 });
  const middle = 4 * (512 * 1024 + 512);
  expect(poster.data[middle + 3]).toBe(255);
  expect(poster.data[middle]).toBeGreaterThan(180);
  expect(poster.data[3]).toBe(0);
});

test('too many triangles are simplified, and a texture of noise still fits the limit', async () => {
  const mesh = ellipsoid(180);
  expect(mesh.indices.length / 3).toBeGreaterThan(modelLimits.triangles);
  const side = 1024;
  const data = Buffer.from(
    Array.from({ length: 3 * side * side }, (_, index) => (index * 7919 * (index % 251)) % 256),
  );
  const uvs = new Float32Array((2 * mesh.positions.length) / 3);
  const limits = { triangles: 20_000, bytes: 500_000 };
  const { glb, triangles } = await writeGlb(
    { ...mesh, uvs },
    { width: side, height: side, channels: 3, data },
    limits,
  );
  expect(triangles).toBeLessThanOrEqual(limits.triangles);
  expect(triangles).toBeGreaterThan(limits.triangles / 2);
  expect(glb.byteLength).toBeLessThanOrEqual(limits.bytes);
});

async function boundsOf(glb: Uint8Array) {
  await MeshoptDecoder.ready;
  const io = new NodeIO()
    .registerExtensions(ALL_EXTENSIONS)
    .registerDependencies({ 'meshopt.decoder': MeshoptDecoder });
  const scene = (await io.readBinary(glb)).getRoot().getDefaultScene();
  const { getBounds } = await import('@gltf-transform/functions');
  if (!scene) throw new Error('the GLB has no scene');
  const { min, max } = getBounds(scene);
  return { low: min, high: max };
}
