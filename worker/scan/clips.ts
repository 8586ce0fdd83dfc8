import { link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '@/worker/scan/choose-keyframes';
import { type ChosenFrames, frameName, ScanError } from '@/worker/scan/engine';
import { type FramesFacts, type FramesOptions, framesFromVideo } from '@/worker/scan/frames';
import { inspectInput } from '@/worker/scan/inspect';
import { runStage, type StageContext, type StageResult } from '@/worker/scan/stage';

/**
 * Further videos of the same item: their frames behind those of the first, in one folder.
 *
 * Throws ScanError: a clip that is no video, or an item that turned before a still camera, whose room cannot be set
 * aside in one film and used in the other.
 */
export async function addClips(
  context: StageContext,
  first: StageResult<FramesFacts>,
  clips: readonly string[],
  options: Omit<FramesOptions, 'joins'>,
): Promise<StageResult<FramesFacts>> {
  const parts = [first];
  for (const [index, clip] of clips.entries())
    parts.push(await framesOfClip(context, `clip-${index + 1}`, clip, options));
  if (parts.some((part) => part.facts.turned))
    throw new ScanError('item_turned', 'a film of an item that turned joins no other');
  return runStage(context, 'joined', { after: parts.map((part) => part.key) }, (directory) =>
    joinFrames(
      parts.map((part) => ({ ...part.facts, directory: part.directory })),
      directory,
    ),
  );
}

async function framesOfClip(
  context: StageContext,
  name: string,
  clip: string,
  options: FramesOptions,
): Promise<StageResult<FramesFacts>> {
  const input = await inspectInput(clip, context.signal);
  if (input.kind !== 'video') throw new ScanError('unreadable', `${clip} is no video`);
  const { contentHash, video } = input;
  return runStage(context, name, { contentHash, profile: options.profile }, (directory) =>
    framesFromVideo(clip, video, directory, { ...options, joins: true }),
  );
}

async function joinFrames(parts: readonly ChosenFrames[], directory: string): Promise<FramesFacts> {
  const images = join(directory, 'images');
  await mkdir(images);
  let count = 0;
  const weak: number[] = [];
  for (const part of parts) {
    weak.push(...part.weak.map((position) => count + position));
    for (let number = 1; number <= part.count; number++) {
      count += 1;
      await link(join(part.directory, 'images', frameName(number)), join(images, frameName(count)));
    }
  }
  return {
    count,
    source: 'video',
    blur: median(parts.map((part) => part.blur)),
    brightness: median(parts.map((part) => part.brightness)),
    weak,
    sameSize: parts.every((part) => part.sameSize),
    films: parts.map((part) => part.count),
  };
}
