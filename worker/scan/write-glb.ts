import { Document, Logger, NodeIO } from '@gltf-transform/core';
import {
  EXTMeshoptCompression,
  EXTTextureWebP,
  KHRMaterialsUnlit,
  KHRMeshQuantization,
} from '@gltf-transform/extensions';
import { quantize, reorder, simplify } from '@gltf-transform/functions';
import { MeshoptEncoder, MeshoptSimplifier } from 'meshoptimizer';
import sharp from 'sharp';
import type { TriangleMesh, UnwrappedMesh } from '@/worker/scan/ply';
import type { RawImage } from '@/worker/scan/pnm';

/** What every phone's browser turns without a stutter (design: section 5). */
export const modelLimits: GlbLimits = { triangles: 100_000, bytes: 5_000_000 };
/** What appears at once on a slow line. */
export const previewLimits: GlbLimits = { triangles: 6000, bytes: 80_000 };

export interface GlbLimits {
  triangles: number;
  bytes: number;
}

/** `seen`, for each vertex: 255 where a photograph saw it, 0 where its colour is a guess. */
export type GlbMesh = Omit<UnwrappedMesh, 'sources'> & { seen?: Uint8Array };

/** Tried in this order until the file is small enough. */
const textureSteps = [
  { scale: 1, quality: 82 },
  { scale: 1, quality: 68 },
  { scale: 0.75, quality: 70 },
  { scale: 0.5, quality: 75 },
  { scale: 0.5, quality: 50 },
  { scale: 0.25, quality: 50 },
] as const;

/**
 * Packs a placed mesh with its texture into one GLB: unlit, quantised, meshopt and WebP, at most `bytes` large.
 * Light is in the photographs already, so a lit material would light the item twice.
 */
export async function writeGlb(
  mesh: GlbMesh,
  texture: RawImage,
  limits: GlbLimits,
): Promise<{ glb: Uint8Array; triangles: number }> {
  await MeshoptSimplifier.ready;
  const { document, image } = buildDocument(mesh);
  const triangles = mesh.indices.length / 3;
  if (triangles > limits.triangles)
    await document.transform(
      simplify({ simplifier: MeshoptSimplifier, ratio: limits.triangles / triangles, error: 0.01 }),
    );
  const io = await compress(document);
  for (const { scale, quality } of textureSteps) {
    image.setImage(await encode(texture, Math.round(scale * texture.width), quality));
    const glb = await io.writeBinary(document);
    if (glb.byteLength <= limits.bytes) return { glb, triangles: countTriangles(document) };
  }
  throw new Error(`no texture is small enough for ${limits.bytes} bytes`);
}

/** Packs a placed mesh without any colour into a GLB, compressed as the models are. */
export async function writeShapeGlb(mesh: TriangleMesh): Promise<Uint8Array> {
  const { document } = startDocument(mesh);
  return (await compress(document)).writeBinary(document);
}

/** Orders, quantises and marks the document for meshopt; resolves to what can write it. */
async function compress(document: Document): Promise<NodeIO> {
  await MeshoptEncoder.ready;
  // 14 bits: a twentieth of a millimetre on an item of a metre, a quarter of a texel of 4096.
  await document.transform(
    reorder({ encoder: MeshoptEncoder }),
    quantize({ quantizePosition: 14, quantizeTexcoord: 14 }),
  );
  document.createExtension(EXTMeshoptCompression).setRequired(true);
  return new NodeIO()
    .registerExtensions([KHRMaterialsUnlit, EXTTextureWebP, EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ 'meshopt.encoder': MeshoptEncoder });
}

type Numbers = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** One mesh of one primitive, with its triangles and nothing else. */
function startDocument(mesh: TriangleMesh) {
  const document = new Document().setLogger(new Logger(Logger.Verbosity.WARN));
  const buffer = document.createBuffer();
  const accessor = (type: 'SCALAR' | 'VEC2' | 'VEC3', array: Numbers) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer);
  const primitive = document
    .createPrimitive()
    .setIndices(accessor('SCALAR', new Uint32Array(mesh.indices)))
    .setAttribute('POSITION', accessor('VEC3', new Float32Array(mesh.positions)));
  const node = document.createNode('item').setMesh(document.createMesh('item').addPrimitive(primitive));
  document.getRoot().setDefaultScene(document.createScene('scan').addChild(node));
  return { document, primitive, accessor };
}

function buildDocument(mesh: GlbMesh) {
  const { document, primitive, accessor } = startDocument(mesh);
  document.createExtension(EXTTextureWebP).setRequired(true);
  const unlit = document.createExtension(KHRMaterialsUnlit).createUnlit();
  const image = document.createTexture('colour').setMimeType('image/webp');
  const material = document
    .createMaterial('scan')
    .setBaseColorTexture(image)
    .setRoughnessFactor(1)
    .setMetallicFactor(0)
    .setExtension('KHR_materials_unlit', unlit);
  primitive.setMaterial(material).setAttribute('TEXCOORD_0', accessor('VEC2', new Float32Array(mesh.uvs)));
  if (mesh.seen)
    primitive.setAttribute('_SEEN', accessor('SCALAR', new Uint8Array(mesh.seen)).setNormalized(true));
  return { document, image };
}

async function encode(texture: RawImage, side: number, quality: number): Promise<Uint8Array> {
  const { width, height, channels } = texture;
  return sharp(texture.data, { raw: { width, height, channels } })
    .resize({ width: side })
    .webp({ quality, effort: 4 })
    .toBuffer();
}

function countTriangles(document: Document): number {
  return document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
    .reduce((sum, primitive) => sum + (primitive.getIndices()?.getCount() ?? 0) / 3, 0);
}
