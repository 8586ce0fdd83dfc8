import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Matrix3, rotationStretch } from '@/worker/scan/rotation-only';

const imageSchema = z.object({ image_id: z.number(), name: z.string() });
const blobSchema = z.object({
  rows: z.number(),
  cols: z.number(),
  data: z.instanceof(Uint8Array).nullable(),
});

const descriptorLength = 128;
/** Keypoint columns of COLMAP: x, y, then the affine shape a11 a12 a21 a22; or x, y, scale, orientation. */
const affineColumns = 6;

/**
 * Writes the features of COLMAP's database for the matching room (features.bin of worker/photogrammetry/README.md).
 * Returns the number of features of each image, in the order of the names.
 */
export async function exportFeatures(databasePath: string, featuresPath: string): Promise<number[]> {
  using database = openToRead(databasePath);
  await using file = await open(featuresPath, 'w');
  const images = readImages(database);
  await file.writeFile(Buffer.concat([Buffer.from('BMF2', 'latin1'), uint32(images.length)]));
  const readKeypoints = database.prepare('select rows, cols, data from keypoints where image_id = ?');
  const readDescriptors = database.prepare('select rows, cols, data from descriptors where image_id = ?');
  const counts: number[] = [];
  for (const image of images) {
    const keypoints = blobSchema.parse(readKeypoints.get(image.image_id) ?? emptyBlob);
    const descriptors = blobSchema.parse(readDescriptors.get(image.image_id) ?? emptyBlob);
    const name = Buffer.from(image.name, 'utf8');
    const places = keypointPlaces(keypoints);
    const bytes = descriptors.data ?? new Uint8Array();
    if (keypoints.rows !== descriptors.rows || bytes.length !== descriptors.rows * descriptorLength)
      throw new Error(`the features of ${image.name} do not fit together`);
    await file.writeFile(
      Buffer.concat([uint32(name.length), name, uint32(keypoints.rows), Buffer.from(places.buffer), bytes]),
    );
    counts.push(keypoints.rows);
  }
  return counts;
}

/** COLMAP's ids of the images, by name. */
export function readImageIds(databasePath: string): Map<string, number> {
  using database = openToRead(databasePath);
  return new Map(readImages(database).map(({ image_id, name }) => [name, image_id]));
}

const openToRead = (path: string) => new DatabaseSync(path, { readOnly: true });

/** In the order of the names. */
const readImages = (database: DatabaseSync) =>
  z.array(imageSchema).parse(database.prepare('select image_id, name from images order by name').all());

const emptyBlob = { rows: 0, cols: affineColumns, data: null };

/** x, y and scale of each, in pixels. */
function keypointPlaces(blob: z.infer<typeof blobSchema>): Float32Array {
  const places = new Float32Array(3 * blob.rows);
  const data = blob.data ?? new Uint8Array();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let row = 0; row < blob.rows; row++) {
    const at = (column: number) => view.getFloat32(4 * (row * blob.cols + column), true);
    places.set([at(0), at(1), blob.cols === affineColumns ? Math.hypot(at(2), at(4)) : at(2)], 3 * row);
  }
  return places;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** How the verified pairs relate. */
export interface PairFacts {
  verified: number;
  /** Explained by a homography: they show a plane, or the camera only turned. */
  flat: number;
  /** See rotationStretch: 1 for a camera that only turned. */
  rotationStretch: number;
}

/** COLMAP's TwoViewGeometry::ConfigurationType: planar, panoramic, planar or panoramic. */
const flatConfigurations = new Set([4, 5, 6]);
const minInliers = 15;

const pairSchema = z.object({ config: z.number(), H: z.instanceof(Uint8Array).nullable() });
const cameraSchema = z.object({ width: z.number(), height: z.number() });

/** Sums up the pairs that passed geometric verification. */
export function readPairFacts(databasePath: string): PairFacts {
  using database = openToRead(databasePath);
  const pairs = z
    .array(pairSchema)
    .parse(database.prepare('select config, H from two_view_geometries where rows >= ?').all(minInliers));
  const camera = cameraSchema.parse(database.prepare('select width, height from cameras limit 1').get());
  const flat = pairs.filter((pair) => flatConfigurations.has(pair.config));
  const homographies = flat.flatMap((pair) => (pair.H?.length === 72 ? [readMatrix(pair.H)] : []));
  return {
    verified: pairs.length,
    flat: flat.length,
    rotationStretch: rotationStretch(homographies, camera.width, camera.height),
  };
}

function readMatrix(bytes: Uint8Array): Matrix3 {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: 9 }, (_, index) => view.getFloat64(8 * index, true)) as unknown as Matrix3;
}
