import { randomUUID } from 'node:crypto';
import { eq, like } from 'drizzle-orm';
import { beforeEach, expect, test, vi } from 'vitest';
import { media } from '@/drizzle/schema/media';
import { outbox } from '@/drizzle/schema/outbox';
import type { Viewer } from '@/lib/accounts/schema';
import { eraseMedia } from '@/lib/media/erase';
import { processPhoto } from '@/lib/media/photos';
import { portraitOf } from '@/lib/media/portraits';
import { completeUpload, removeUpload, startUpload } from '@/lib/media/service';
import { sweepMedia } from '@/lib/media/sweep';
import { report } from '@/lib/moderation/reports';
import { mongodb } from '@/lib/platform/mongodb';
import { mysql } from '@/lib/platform/mysql';
import { listKeys } from '@/lib/platform/object-storage';
import { createJpeg, createListing, createPerson, sendForm } from '@/tests/harness/factories';
import { getThread, openConversation } from './conversations';
import { deleteMessage, sendMessage } from './messages';

const dayMs = 24 * 3600 * 1000;
let seller: Viewer;
let buyer: Viewer;
let conversationId: string;

beforeEach(async () => {
  [seller, buyer] = [await createPerson(), await createPerson()];
  conversationId = await openConversation(buyer, await createListing(seller));
});

async function arrive(viewer: Viewer, place = conversationId): Promise<string> {
  const file = await createJpeg();
  const photo = { kind: 'photo', contentType: 'image/jpeg', bytes: file.length } as const;
  const target = await startUpload(viewer, { conversationId: place, ...photo });
  expect(await sendForm(target, file)).toBeLessThan(300);
  await completeUpload(viewer, target.mediaId);
  return target.mediaId;
}

const show = (
  viewer: Viewer,
  mediaId: string,
  clientMessageId: string = randomUUID(),
  place = conversationId,
) => sendMessage(viewer, { conversationId: place, clientMessageId, content: { kind: 'photo', mediaId } });

async function erasuresOf(mediaId: string): Promise<number> {
  const queued = await mysql()
    .select()
    .from(outbox)
    .where(like(outbox.job, `%${mediaId}%`));
  return queued.filter(({ job }) => JSON.parse(job).kind === 'media.erase').length;
}

test('a photo is sent once its copies are there, and not before', async () => {
  const mediaId = await arrive(buyer);
  await expect(show(buyer, mediaId)).rejects.toMatchObject({
    code: 'media.processing',
    details: { seconds: 1 },
  });
  await processPhoto(mediaId);
  const { content } = await show(buyer, mediaId);
  expect(content).toMatchObject({ kind: 'photo', picture: { mediaId, width: 800, height: 600 } });
  const [message] = (await getThread(seller, conversationId)).messages;
  expect(message?.content).toEqual(content);
  const urls = content.kind === 'photo' ? content.picture.copies.map(({ webpUrl }) => webpUrl) : [];
  expect(urls.length).toBeGreaterThan(1);
  expect(urls.every((url) => url.includes(`/photos/${mediaId}/`))).toBe(true);
});

test('a photo that was sent twice goes with the last message that shows it', async () => {
  const mediaId = await arrive(buyer);
  await processPhoto(mediaId);
  const [first, second] = [await show(buyer, mediaId), await show(buyer, mediaId)];
  await deleteMessage(buyer, conversationId, first.id);
  expect(await erasuresOf(mediaId)).toBe(0);
  await deleteMessage(buyer, conversationId, second.id);
  expect(await erasuresOf(mediaId)).toBe(1);
});

test('a photo that was never sent goes after a week, and one that was sent stays', async () => {
  const [sent, unsent, late] = [await arrive(buyer), await arrive(buyer), await arrive(seller)];
  for (const mediaId of [sent, unsent, late]) await processPhoto(mediaId);
  await show(buyer, sent);
  await sweepMedia(Date.now() + 6 * dayMs);
  await show(seller, late);
  await sweepMedia(Date.now() + 8 * dayMs);
  const copies = async (mediaId: string) => (await listKeys('media', `photos/${mediaId}/`)).length;
  expect(await copies(unsent)).toBe(0);
  await expect(show(buyer, unsent)).rejects.toMatchObject({ code: 'media.not_found' });
  for (const mediaId of [sent, late]) expect(await copies(mediaId)).toBeGreaterThan(0);
  await show(buyer, sent);
});

test('a photo whose message could not be stored goes like one that was never sent', async () => {
  const mediaId = await arrive(buyer);
  await processPhoto(mediaId);
  const store = vi.spyOn(mongodb().client, 'bulkWrite').mockRejectedValueOnce(new Error('away'));
  await expect(show(buyer, mediaId)).rejects.toThrow('away');
  store.mockRestore();
  await sweepMedia(Date.now() + 8 * dayMs);
  expect(await listKeys('media', `photos/${mediaId}/`)).toEqual([]);
});

test('a photo whose message is stored stays, also where nothing more was done after that', async () => {
  const mediaId = await arrive(buyer);
  await processPhoto(mediaId);
  await show(buyer, mediaId);
  await mysql().update(media).set({ unsentSince: new Date() }).where(eq(media.id, mediaId));
  await sweepMedia(Date.now() + 8 * dayMs);
  expect((await listKeys('media', `photos/${mediaId}/`)).length).toBeGreaterThan(0);
  expect(await mysql().select().from(media).where(eq(media.id, mediaId))).toMatchObject([
    { unsentSince: null },
  ]);
});

test('only the two of a conversation bring photos to it, and each shows only their own, and only there', async () => {
  const stranger = await createPerson();
  await expect(arrive(stranger)).rejects.toMatchObject({ code: 'conversation.not_found' });
  const mediaId = await arrive(buyer);
  await processPhoto(mediaId);
  await expect(show(seller, mediaId)).rejects.toMatchObject({ code: 'media.not_found' });
  const other = await openConversation(buyer, await createListing(seller));
  await expect(show(buyer, mediaId, randomUUID(), other)).rejects.toMatchObject({ code: 'media.not_found' });
});

test('what is sent in a conversation is no portrait of its sender, and goes with its message only', async () => {
  const mediaId = await arrive(buyer);
  await processPhoto(mediaId);
  await show(buyer, mediaId);
  expect(await portraitOf(buyer.id)).toEqual({ shown: null, coming: null });
  await expect(removeUpload(buyer, mediaId)).rejects.toMatchObject({ code: 'media.not_found' });
});

test('what is not a photo is refused with its reason, when it arrives and when it is sent', async () => {
  const file = Buffer.from('not a photo at all, whatever it is called');
  const photo = { kind: 'photo', contentType: 'image/jpeg', bytes: file.length } as const;
  const target = await startUpload(buyer, { conversationId, ...photo });
  await sendForm(target, file);
  const refused = { code: 'media.not_an_image' };
  await expect(completeUpload(buyer, target.mediaId)).rejects.toMatchObject(refused);
  await expect(show(buyer, target.mediaId)).rejects.toMatchObject(refused);
});

test('deleting the message erases the photo, and sending it again brings nothing back', async () => {
  const mediaId = await arrive(buyer);
  await processPhoto(mediaId);
  const message = await show(buyer, mediaId, 'client-photo');
  await deleteMessage(buyer, conversationId, message.id);
  expect(await erasuresOf(mediaId)).toBe(1);
  // What the queued job does.
  await eraseMedia(mediaId);
  expect(await listKeys('media', `photos/${mediaId}/`)).toEqual([]);
  expect((await show(buyer, mediaId, 'client-photo')).content).toEqual({ kind: 'deleted' });
});

test('the photo of a reported message outlasts its deletion, for whoever decides on the report', async () => {
  const mediaId = await arrive(buyer);
  await processPhoto(mediaId);
  const { id: messageId } = await show(buyer, mediaId);
  await report(seller, { conversationId, messageId, reason: 'abuse' });
  await deleteMessage(buyer, conversationId, messageId);
  expect(await erasuresOf(mediaId)).toBe(0);
  expect((await listKeys('media', `photos/${mediaId}/`)).length).toBeGreaterThan(0);
});
