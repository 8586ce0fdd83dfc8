import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { NodeIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS } from '@gltf-transform/extensions';
import { getBounds } from '@gltf-transform/functions';
import { validateBytes } from 'gltf-validator';
import { MeshoptDecoder } from 'meshoptimizer';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ellipsoid, flatPlaces } from '@/tests/harness/ellipsoid';
import type { ChosenFrames, Vector3 } from './engine';
import { type PackageFacts, packageFiles, packageModel } from './package-model';
import { readUnwrappedMesh, type TriangleMesh } from './ply';
import { writePnm } from './pnm';
import { buildPreview } from './preview-mesh';
import { lookUp } from './render-item';
import { unwrap } from './unwrap';
import { modelLimits, previewLimits, writeGlb } from './write-glb';

/** Three processes and many pictures: patience for a busy machine. */
const packingMs = 300_000;
let directory: string;
/** Of an ellipsoid; several tests look at the same package. */
let facts: PackageFacts;
const inDirectory = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bitmarket-package-'));
  await writePlain(inDirectory('mesh.ply'), ellipsoid(20));
  await unwrap(inDirectory('mesh.ply'), inDirectory('unwrapped.ply'), 256, AbortSignal.timeout(packingMs));
  facts = await packEllipsoid();
}, packingMs);
afterAll(() => rm(directory, { recursive: true, force: true }));

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
  const unwrapped = await readUnwrappedMesh(inDirectory('unwrapped.ply'));
  expect(unwrapped.indices.length).toBe(mesh.indices.length);
  expect(Math.min(...unwrapped.uvs)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...unwrapped.uvs)).toBeLessThanOrEqual(1);
  for (const [vertex, source] of unwrapped.sources.entries())
    expect(unwrapped.positions.slice(3 * vertex, 3 * vertex + 3)).toEqual(
      mesh.positions.slice(3 * source, 3 * source + 3),
    );
});

/** The lower part of the texture is unseen. */
async function writeSeen(path: string, side: number, seenRows: number): Promise<void> {
  const data = Buffer.alloc(side * side).fill(255, 0, seenRows * side);
  await writePnm(path, { width: side, height: side, channels: 1, data });
}

async function packEllipsoid() {
  await writeTexture(inDirectory('texture.ppm'), 256);
  await writeSeen(inDirectory('seen.pgm'), 256, 200);
  await mkdir(inDirectory('frames/images'), { recursive: true });
  for (const name of ['0001.ppm', '0002.ppm', '0003.ppm'])
    await writePnm(inDirectory(`frames/images/${name}`), {
      ...{ width: 180, height: 320, channels: 3 },
      data: Buffer.alloc(3 * 180 * 320, 90),
    });
  const engine = {
    meshPath: inDirectory('unwrapped.ply'),
    texturePath: inDirectory('texture.ppm'),
    seenPath: inDirectory('seen.pgm'),
    ...{ up, cameraCentres, pixelsPerTexel: 0.9, key: 'test' },
    solvedFrames: cameraCentres.map((_, index) => index),
    statistics: { reprojectionError: 0.6, confirmedShare: 0.8 },
  };
  const frames: ChosenFrames = {
    ...{ directory: inDirectory('frames'), count: 24, source: 'video', sameSize: true },
    ...{ blur: 0.3, brightness: 110, weak: [1] },
  };
  await mkdir(inDirectory('package'), { recursive: true });
  return packageModel(engine, frames, inDirectory('package'), {
    signal: AbortSignal.timeout(packingMs),
    onProgress: () => undefined,
  });
}

const packed = (name: string) => inDirectory(join('package', name));

test('the package: upright, on its origin, longest side 1, in two levels that the validator accepts', async () => {
  expect(facts).toMatchObject({ triangles: ellipsoid(20).indices.length / 3 });
  expect(facts.verdict).toMatchObject({
    framesChosen: 24,
    camerasSolved: 20,
    coveredDegrees: 360,
    missingSides: ['top'],
    quality: { grade: 'good', reasons: ['few_cameras'] },
    frames: [
      { file: 'frames/001.webp', azimuthDegrees: 0, solved: true, weak: false },
      { file: 'frames/002.webp', solved: true, weak: true },
      { file: 'frames/003.webp', solved: true, weak: false },
    ],
  });
  expect(facts.bytes).toBe((await stat(packed(packageFiles.model))).size);
  expect(facts.previewBytes).toBeLessThan(previewLimits.bytes);
  // Charts lie anywhere on the atlas, so about as much of the surface is unseen as of the texture.
  expect(facts.unseenShare).toBeGreaterThan(0.02);
  expect(facts.unseenShare).toBeLessThan(0.5);
  for (const name of [packageFiles.model, packageFiles.preview]) {
    const glb = await readFile(packed(name));
    const report = await validateBytes(new Uint8Array(glb));
    expect(report.issues.messages.filter((message) => message.severity <= 1)).toEqual([]);
    const box = await boundsOf(glb);
    expect(box.low[1]).toBeCloseTo(0, 2);
    expect(box.high[1]).toBeCloseTo(1, 2);
    expect((box.low[0] + box.high[0]) / 2).toBeCloseTo(0, 2);
    expect((box.low[2] + box.high[2]) / 2).toBeCloseTo(0, 2);
    // World x (half axis 1) looks to the front, world y (half axis 2) lies across.
    expect(box.high[2] - box.low[2]).toBeCloseTo(1 / 3, 2);
    expect(box.high[0] - box.low[0]).toBeCloseTo(2 / 3, 2);
  }
});

test('every vertex of the model says whether it was seen', async () => {
  const document = await (await reader()).readBinary(await readFile(packed(packageFiles.model)));
  const [primitive] = document.getRoot().listMeshes()[0]?.listPrimitives() ?? [];
  const seen = [...(primitive?.getAttribute('_SEEN')?.getArray() ?? [])];
  expect(new Set(seen)).toEqual(new Set([0, 255]));
  const unseen = seen.filter((value) => value === 0).length / seen.length;
  expect(Math.abs(unseen - facts.unseenShare)).toBeLessThan(0.15);
});

test('the pictures show the item on nothing', async () => {
  const expected = [
    { name: packageFiles.posterWebp, side: 1024 },
    { name: packageFiles.posterPng, side: 1024 },
    ...packageFiles.turn.map((name) => ({ name, side: 320 })),
  ];
  for (const { name, side } of expected) {
    const { data, info } = await sharp(packed(name)).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: side, height: side, channels: 4 });
    const middle = 4 * ((side / 2) * side + side / 2);
    expect(data[middle + 3]).toBe(255);
    expect(data[middle]).toBeGreaterThan(180);
    expect(data[3]).toBe(0);
  }
  const sizes = await Promise.all(packageFiles.turn.map(async (name) => (await stat(packed(name))).size));
  expect(sizes).toHaveLength(8);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
});

test('each chosen frame has a thumbnail', async () => {
  const { frames } = facts;
  expect(frames).toEqual(['frames/001.webp', 'frames/002.webp', 'frames/003.webp']);
  for (const name of frames)
    expect(await sharp(packed(name)).metadata()).toMatchObject({ width: 90, height: 160, format: 'webp' });
});

test('the preview has the colours of the model where the model has them', async () => {
  const mesh = { ...ellipsoid(60), ...flatPlaces(ellipsoid(60)) };
  // Red grows with u, that is once round the item.
  const side = 512;
  const data = Buffer.alloc(3 * side * side);
  for (let texel = 0; texel < side * side; texel++) data.set([(texel % side) / 2, 100, 40], 3 * texel);
  const full = { mesh, texture: { width: side, height: side, channels: 3 as const, data } };
  const preview = await buildPreview(full, 1000, 256);
  expect(preview.mesh.indices.length / 3).toBeLessThanOrEqual(1000);
  expect(preview.mesh.indices.length / 3).toBeGreaterThan(800);
  const colour = Buffer.alloc(3);
  for (let vertex = 0; vertex < preview.mesh.sources.length; vertex++) {
    const [x = 0, y = 0, z = 0] = preview.mesh.positions.subarray(3 * vertex, 3 * vertex + 3);
    const turned = (Math.atan2(-(z - 5) / 3, x - 5) / (2 * Math.PI) + 1) % 1;
    // Near the poles and where the turn closes, a texel's neighbours have quite other colours.
    if (Math.abs(y - 5) > 1.8 || turned < 0.05 || turned > 0.93) continue;
    lookUp(
      preview.texture,
      preview.mesh.uvs[2 * vertex] ?? 0,
      preview.mesh.uvs[2 * vertex + 1] ?? 0,
      colour,
      0,
    );
    expect(Math.abs((colour[0] ?? 0) - 255 * turned)).toBeLessThan(12);
  }
});

test('the USDZ is stored, aligned, and has the scene first and its picture beside it', async () => {
  const file = await readFile(packed(packageFiles.usdz));
  const entries = readZip(file);
  expect(entries.map(({ name }) => name)).toEqual(['item.usda', 'textures/colour.jpg']);
  for (const { method, start, data, crc } of entries) {
    expect(method).toBe(0);
    expect(start % 64).toBe(0);
    expect(crc32(data)).toBe(crc);
  }
  const scene = entries[0]?.data.toString() ?? '';
  expect(scene).toMatch(/^#usda 1\.0/);
  const count = (property: string) =>
    new RegExp(`${property} = \\[(.*)\\]`)
      .exec(scene)?.[1]
      ?.replaceAll(/\([^)]*\)/g, '0')
      .split(',').length;
  const triangles = ellipsoid(20).indices.length / 3;
  expect(count('faceVertexCounts')).toBe(triangles);
  expect(count('faceVertexIndices')).toBe(3 * triangles);
  expect(count('points')).toBe(count('primvars:st'));
  expect(scene).toContain('@textures/colour.jpg@');
  expect(await sharp(entries[1]?.data).metadata()).toMatchObject({ format: 'jpeg', width: 256 });
});

/** Reads the directory at the end of a zip, and the files where it says that they are. */
function readZip(file: Buffer) {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = file.readUInt32LE(end + 16);
  return Array.from({ length: file.readUInt16LE(end + 10) }, () => {
    const [nameBytes, extraBytes] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30)];
    const local = file.readUInt32LE(at + 42);
    expect(file.readUInt32LE(local)).toBe(0x04034b50);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const entry = {
      name: file.toString('utf8', at + 46, at + 46 + nameBytes),
      method: file.readUInt16LE(at + 10),
      crc: file.readUInt32LE(at + 16),
      start,
      data: file.subarray(start, start + file.readUInt32LE(at + 20)),
    };
    at += 46 + nameBytes + extraBytes + file.readUInt16LE(at + 32);
    return entry;
  });
}

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

async function reader() {
  await MeshoptDecoder.ready;
  return new NodeIO()
    .registerExtensions(ALL_EXTENSIONS)
    .registerDependencies({ 'meshopt.decoder': MeshoptDecoder });
}

async function boundsOf(glb: Uint8Array) {
  const scene = (await (await reader()).readBinary(glb)).getRoot().getDefaultScene();
  if (!scene) throw new Error('the GLB has no scene');
  const { min, max } = getBounds(scene);
  return { low: min, high: max };
}
