import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asRefusal, runInSandbox } from './sandbox';

/** Twelve megapixels need a tenth of it; a picture that asks for more is not one of a phone. */
const addressSpaceBytes = 2 * 2 ** 30;
const timeoutMs = 60_000;

/**
 * Turns an iPhone's HEIC into a PNG with the same colours, upright. sharp's own libheif carries no HEVC decoder for
 * reasons of licence; Debian's heif-convert does, and runs in the sandbox that video is decoded in.
 * Returns the PNG's path. Throws media.not_an_image.
 */
export async function decodeHeic(input: string, outputDirectory: string): Promise<string> {
  try {
    await runInSandbox('heif-convert', {
      input,
      outputDirectory,
      signal: AbortSignal.timeout(timeoutMs),
      timeoutMs,
      addressSpaceBytes,
      args: ['{input}', '{output}/decoded.png'],
    });
    // A file of several pictures gives several files: the first is the photo, the others belong to it.
    const path = join(outputDirectory, 'decoded.png');
    const first = join(outputDirectory, 'decoded-1.png');
    return (await exists(path)) ? path : first;
  } catch (error) {
    throw asRefusal(error, 'media.not_an_image');
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
