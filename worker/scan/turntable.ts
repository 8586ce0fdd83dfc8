import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { type ChosenFrames, type FrameCrop, ScanError } from '@/worker/scan/engine';
import { runRoom } from '@/worker/scan/photogrammetry-tool';
import { type RawImage, readPnm, writePnm } from '@/worker/scan/pnm';

const timeoutMs = 10 * 60_000;
/** Room round the item, as a share of the picture's longer side: what depth and masks look at beside the outline. */
const marginShare = 0.03;
/** An item smaller than a sixteenth of the picture's side has too few pixels; one larger leaves no backdrop to tell. */
const minMovingShare = 1 / 256;
const maxMovingShare = 0.6;

/** Result line of the turntable room: how much of a picture moves, and where the item goes, in shares of its sides. */
const turningSchema = z.object({
  movingShare: z.number(),
  left: z.number(),
  top: z.number(),
  width: z.number(),
  height: z.number(),
});

/** In shares of the picture's sides as the room tells it, in pixels of the frames as they are cut. */
type Box = Omit<z.infer<typeof turningSchema>, 'movingShare'>;

/**
 * An item that turns before a camera on a tripod: finds what turns (worker/photogrammetry/turntable) and cuts the frames
 * in `directory/images` to where it goes. For the item's own pixels the camera then goes round it, and all of the
 * picture's detail is the item's. Throws ScanError when nothing moves, or nothing that could be an item turns.
 */
export async function cropToTurningItem(directory: string, signal: AbortSignal): Promise<FrameCrop> {
  const images = join(directory, 'images');
  const masks = join(directory, 'moving');
  const turning = turningSchema.parse(await runRoom('turntable', [images, masks], { signal, timeoutMs }));
  const share = turning.movingShare;
  if (!(share > minMovingShare)) throw new ScanError('no_parallax', `${share} of the picture moves`);
  if (!(share < maxMovingShare)) throw new ScanError('item_turned', `${share} of the picture turns`);
  const names = await readdir(images);
  const full = await readPnm(join(images, names[0] ?? ''));
  const box = widen(turning, full);
  for (const name of names) {
    signal.throwIfAborted();
    const path = join(images, name);
    await writePnm(`${path}.partial`, cut(await readPnm(path), box));
    await rename(`${path}.partial`, path);
  }
  await rm(masks, { recursive: true });
  return { left: box.left, top: box.top, fullWidth: full.width, fullHeight: full.height };
}

const maskOf = (masks: string, frame: string) => join(masks, `${basename(frame, '.ppm')}.pgm`);

function widen(share: Box, full: { width: number; height: number }): Box {
  const margin = marginShare * Math.max(full.width, full.height);
  const left = Math.max(0, Math.floor(share.left * full.width - margin));
  const top = Math.max(0, Math.floor(share.top * full.height - margin));
  const right = Math.min(full.width, Math.ceil((share.left + share.width) * full.width + margin));
  const bottom = Math.min(full.height, Math.ceil((share.top + share.height) * full.height + margin));
  return { left, top, width: right - left, height: bottom - top };
}

function cut(image: RawImage, box: Box): RawImage {
  const { channels } = image;
  const data = Buffer.alloc(box.width * box.height * channels);
  for (let row = 0; row < box.height; row++) {
    const start = ((box.top + row) * image.width + box.left) * channels;
    image.data.copy(data, row * box.width * channels, start, start + box.width * channels);
  }
  return { width: box.width, height: box.height, channels, data };
}

/**
 * What COLMAP may take features from: copies of the frames with the still room painted over in `into/images`, so that
 * its share of the features goes to the item, and masks in `into/masks` that keep features off the paint.
 */
export async function hideBackdrop(frames: ChosenFrames, into: string, signal: AbortSignal): Promise<void> {
  const source = join(frames.directory, 'images');
  const moving = join(into, 'moving');
  await runRoom('turntable', [source, moving], { signal, timeoutMs });
  await Promise.all(['images', 'masks'].map((name) => mkdir(join(into, name), { recursive: true })));
  for (const name of await readdir(source)) {
    signal.throwIfAborted();
    const image = await readPnm(join(source, name));
    const small = await readPnm(maskOf(moving, name));
    const raw = { width: small.width, height: small.height, channels: 1 as const };
    const mask = await sharp(small.data, { raw })
      .resize(image.width, image.height, { fit: 'fill', kernel: 'nearest' })
      .extractChannel(0)
      .raw()
      .toBuffer();
    await writePnm(join(into, 'images', name), paintOver(image, mask));
    // COLMAP looks for the image's whole name with .png after it.
    await sharp(mask, { raw: { width: image.width, height: image.height, channels: 1 } })
      .threshold(1)
      .png({ compressionLevel: 1 })
      .toFile(join(into, 'masks', `${name}.png`));
  }
}

/** The item's mean colour wherever the mask is 0: the outline then is the weakest edge that paint can leave. */
function paintOver(image: RawImage, mask: Buffer): RawImage {
  const sum = [0, 0, 0];
  let count = 0;
  for (const [at, value] of mask.entries()) {
    if (value === 0) continue;
    for (const channel of [0, 1, 2]) sum[channel] = (sum[channel] ?? 0) + (image.data[3 * at + channel] ?? 0);
    count += 1;
  }
  const paint = sum.map((value) => Math.round(value / Math.max(1, count)));
  const data = Buffer.from(image.data);
  for (const [at, value] of mask.entries()) if (value === 0) data.set(paint, 3 * at);
  return { ...image, data };
}
