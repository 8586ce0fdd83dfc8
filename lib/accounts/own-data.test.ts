import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openConversation } from '@/lib/chat/conversations';
import { sendMessage } from '@/lib/chat/messages';
import { getListing, removeListing } from '@/lib/listings/service';
import { importPhoto } from '@/lib/media/photos';
import { report } from '@/lib/moderation/reports';
import { blockPerson } from '@/lib/moderation/service';
import { openObject, publishObject, removeObject } from '@/lib/platform/object-storage';
import { createJpeg, createListing, createPerson } from '@/tests/harness/factories';
import { createScan, goodVerdict } from '@/tests/harness/scan-package';
import { openOwnData } from './own-data';
import type { Viewer } from './schema';

/** The zip as another program unpacks it, which checks every checksum: name → content. */
async function unpacked(zip: ReadableStream<Uint8Array>): Promise<Map<string, Buffer>> {
  const directory = await mkdtemp(join(tmpdir(), 'bitmarket-own-data-'));
  try {
    const file = join(directory, 'own.zip');
    await writeFile(file, Readable.fromWeb(zip as WebStream));
    await promisify(execFile)('python3', ['-m', 'zipfile', '-e', file, join(directory, 'out')]);
    const names = await readdir(join(directory, 'out'), { recursive: true, withFileTypes: true });
    const files = new Map<string, Buffer>();
    for (const entry of names.filter((name) => name.isFile())) {
      const path = join(entry.parentPath, entry.name);
      files.set(path.slice(join(directory, 'out').length + 1), await readFile(path));
    }
    return files;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in buffers that somebody still holds. V8 gives buffers back in a thread of its own: the count comes to rest. */
async function heldBytes(): Promise<number> {
  let before = Infinity;
  for (;;) {
    collectGarbage();
    await sleep(100);
    const now = process.memoryUsage().arrayBuffers;
    if (now > before - 2 ** 20) return now;
    before = now;
  }
}

/** A model of 64 MiB. Made here so that nobody holds its bytes any more. */
async function publishLargeModel(scanId: string): Promise<void> {
  const large = Buffer.alloc(64 * 2 ** 20, 7);
  await publishObject(`scans/${scanId}/0/model.glb`, large, large.length, 'model/gltf-binary');
}

const json = (files: Map<string, Buffer>, name: string) => JSON.parse(String(files.get(name)));

const say = (viewer: Viewer, conversationId: string, text: string) =>
  sendMessage(viewer, { conversationId, clientMessageId: randomUUID(), content: { kind: 'text', text } });

test('one zip holds what is theirs, as it is stored, and nothing of anybody else', async () => {
  const viewer = await createPerson();
  const listingId = await createListing(viewer);
  await importPhoto({ ownerId: viewer.id, listingId }, await createJpeg());
  await createScan(listingId, goodVerdict);
  const removed = await createListing(viewer);
  await removeListing(viewer, removed);
  const stranger = await createPerson();
  const foreign = await createListing(stranger);
  const conversationId = await openConversation(stranger, listingId);
  await say(stranger, conversationId, 'a word of the stranger');
  for (const text of ['첫 번째', 'second']) await say(viewer, conversationId, text);
  await importPhoto({ ownerId: viewer.id, conversationId }, await createJpeg());
  await report(viewer, { conversationId, reason: 'spam', note: '광고예요' });
  await blockPerson(viewer, stranger.id);

  const files = await unpacked(await openOwnData(viewer));
  expect(json(files, 'profile.json')).toMatchObject({ id: viewer.id, name: viewer.name, email: null });
  expect(json(files, `listings/${listingId}/listing.json`)).toMatchObject({ title: '접이식 자전거' });
  expect(json(files, `listings/${removed}/listing.json`)).toMatchObject({ status: 'deleted' });
  expect(json(files, `messages/${conversationId}.json`)).toMatchObject([
    { listingId, content: { text: '첫 번째' } },
    { listingId, content: { text: 'second' } },
  ]);
  expect(files.get(`messages/${conversationId}/photo-1.webp`)).toBeDefined();
  expect([...files.keys()].filter((name) => name.startsWith('photo-'))).toEqual([]);
  expect(json(files, 'reports.json')).toMatchObject([{ reason: 'spam', note: '광고예요' }]);
  expect(json(files, 'blocked.json')).toMatchObject([{ userId: stranger.id }]);
  const { photos, scan } = await getListing(viewer, listingId);
  const served = async (url: string | null | undefined) =>
    Buffer.concat(await (await openObject('media', (url ?? '').replace(/^.*?media\//, ''))).toArray());
  expect(files.get(`listings/${listingId}/photo-1.webp`)).toEqual(
    await served(photos[0]?.copies.at(-1)?.webpUrl),
  );
  expect(files.get(`listings/${listingId}/model-1/model.glb`)).toEqual(await served(scan?.modelUrl));
  const all = [...files].map(([name, content]) => name + String(content)).join('\n');
  for (const theirs of [foreign, stranger.name, 'a word of the stranger']) expect(all).not.toContain(theirs);
});

test('it is written while it is read, and reading that stops leaves nothing behind', async () => {
  const viewer = await createPerson();
  const listingId = await createListing(viewer);
  const scanId = await createScan(listingId, goodVerdict);
  await publishLargeModel(scanId);
  const before = await heldBytes();
  const reader = (await openOwnData(viewer)).getReader();
  let read = 0;
  while (read < 40 * 2 ** 20) {
    const { value, done } = await reader.read();
    if (done) throw new Error('it ended too early');
    read += value.length;
  }
  expect((await heldBytes()) - before).toBeLessThan(4 * 2 ** 20);
  await reader.cancel();
  await reader.closed;
});

test('what is deleted while it is read is left out', async () => {
  const viewer = await createPerson();
  const listingId = await createListing(viewer);
  const scanId = await createScan(listingId, goodVerdict);
  const zip = await openOwnData(viewer);
  await removeObject('media', `scans/${scanId}/0/model.glb`);
  const names = [...(await unpacked(zip)).keys()];
  expect(names).toContain(`listings/${listingId}/model-1/poster.webp`);
  expect(names).not.toContain(`listings/${listingId}/model-1/model.glb`);
});

test('so many times a day, and no more', async () => {
  const viewer = await createPerson();
  for (let time = 0; time < 5; time += 1) await (await openOwnData(viewer)).cancel();
  await expect(openOwnData(viewer)).rejects.toMatchObject({ code: 'account.download_limit' });
  await (await openOwnData(await createPerson())).cancel();
});
