import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { allTold } from '@/lib/chat/absent';
import { getThread, listInbox, openConversation } from '@/lib/chat/conversations';
import { sendMessage } from '@/lib/chat/messages';
import { importListing, listNewest, listOwn } from '@/lib/listings/service';
import { eraseMedia } from '@/lib/media/erase';
import { importPhoto } from '@/lib/media/photos';
import { completeUpload, startUpload } from '@/lib/media/service';
import { blockPerson } from '@/lib/moderation/service';
import { listNotifications, notify } from '@/lib/notifications/service';
import { relay } from '@/lib/outbox/service';
import { mongodb } from '@/lib/platform/mongodb';
import { mysql } from '@/lib/platform/mysql';
import { listKeys } from '@/lib/platform/object-storage';
import { eraseScanFiles } from '@/lib/scans/erase';
import { createJpeg, createListing, createPerson, regionCode, sendForm } from '@/tests/harness/factories';
import { createScan, goodVerdict } from '@/tests/harness/scan-package';
import { eraseAccount, leave } from './leave';
import { saveProfile } from './profile';
import type { Viewer } from './schema';
import { findActiveUser, findViewer, peopleById } from './service';
import { endedSessions } from './sessions';
import { signInWithIdentity } from './sign-in';

const identity = () => ({
  issuer: 'https://provider.example',
  subject: randomUUID(),
  email: `${randomUUID()}@town.example`,
  emailVerified: true,
  name: `사람${randomUUID().slice(0, 8)}`,
});

async function signIn(who: ReturnType<typeof identity>): Promise<Viewer> {
  const { id } = await signInWithIdentity(who);
  const viewer = await findActiveUser(id);
  if (!viewer) throw new Error('the person is not there');
  return viewer;
}

const runErasures = () =>
  relay(
    async (job) => {
      if (job.kind === 'account.erase') await eraseAccount(job.userId);
      if (job.kind === 'scan.erase') await eraseScanFiles(job.scanId);
      if (job.kind === 'media.erase') await eraseMedia(job.mediaId);
    },
    { limit: 10_000 },
  );

const say = (viewer: Viewer, conversationId: string, text: string) =>
  sendMessage(viewer, {
    conversationId,
    clientMessageId: randomUUID(),
    content: { kind: 'text', text },
  });

/** Somebody with a bit of everything, and a neighbour with whom they talked. */
async function furnished() {
  const who = identity();
  const viewer = await signIn(who);
  const listingId = await createListing(viewer);
  await saveProfile(viewer, { regionCodes: [regionCode], locale: 'en' });
  const photo = await createJpeg();
  await importPhoto({ ownerId: viewer.id, listingId }, photo);
  await createScan(listingId, goodVerdict);
  const words = { description: 'secret-draft', priceWon: 1000, condition: 'good', regionCode } as const;
  await importListing({ title: 'secret-draft', ...words, sellerId: viewer.id, createdAt: new Date() });
  const portrait = { listingId: null, kind: 'photo', contentType: 'image/jpeg' } as const;
  const target = await startUpload(viewer, { ...portrait, bytes: photo.length });
  await sendForm(target, photo);
  await completeUpload(viewer, target.mediaId);
  await startUpload(viewer, { listingId, kind: 'video', contentType: 'video/mp4', bytes: 40e6 });
  await notify({ key: randomUUID(), userId: viewer.id, kind: 'scan.done', listingId, listingTitle: 'title' });
  const neighbour = await createPerson();
  const conversationId = await openConversation(neighbour, listingId);
  await say(neighbour, conversationId, '아직 있나요?');
  await say(viewer, conversationId, '네, 있어요.');
  // The neighbour's notice names what the leaver sells.
  await allTold();
  // A photo that is never sent.
  const photoForChat = { conversationId, kind: 'photo', contentType: 'image/jpeg' } as const;
  const unsent = await startUpload(viewer, { ...photoForChat, bytes: photo.length });
  await sendForm(unsent, photo);
  await completeUpload(viewer, unsent.mediaId);
  return { who, viewer, listingId, neighbour, conversationId };
}

/** Every row and document of every store, as text. */
async function everythingKept(): Promise<string> {
  const kept: unknown[] = [];
  const [tables] = (await mysql().execute('SHOW TABLES')) as unknown as [Record<string, string>[]];
  for (const table of tables) {
    const [rows] = await mysql().execute(`SELECT * FROM \`${Object.values(table)[0]}\``);
    kept.push(rows);
  }
  for (const { collectionName } of await mongodb().collections())
    kept.push(await mongodb().collection(collectionName).find().toArray());
  return JSON.stringify(kept);
}

test('nothing personal is left in any store, and nothing of theirs', async () => {
  const { who, viewer } = await furnished();
  const before = await everythingKept();
  for (const secret of [who.subject, who.email, who.name, 'secret-draft']) expect(before).toContain(secret);
  await leave(viewer, viewer.name);
  await runErasures();
  await runErasures();
  const after = await everythingKept();
  for (const secret of [who.subject, who.email, who.name, 'secret-draft', '접이식']) {
    expect(after).not.toContain(secret);
  }
  expect(await listNotifications(viewer)).toEqual([]);
  expect(await listKeys('incoming', `${viewer.id}/`)).toEqual([]);
  expect(await listKeys('media', '')).toEqual([]);
  expect((await listNewest({})).items).toEqual([]);
  expect((await listOwn(viewer)).items).toEqual([]);
});

test('whom somebody had blocked goes with them', async () => {
  const { viewer, neighbour } = await furnished();
  await blockPerson(viewer, neighbour.id);
  await leave(viewer, viewer.name);
  await runErasures();
  const kept = await mongodb().collection('blocks').find().toArray();
  expect(kept.filter(({ blockedId }) => blockedId === neighbour.id)).toEqual([]);
});

test('every session ends at once', async () => {
  const { viewer } = await furnished();
  const session = { userId: viewer.id, tokenVersion: viewer.tokenVersion };
  expect(await endedSessions([session])).toEqual([]);
  await leave(viewer, viewer.name);
  expect(await endedSessions([session])).toEqual([session]);
  expect(await findViewer(viewer.id, viewer.tokenVersion)).toBeNull();
  expect(await findViewer(viewer.id, viewer.tokenVersion + 1)).toBeNull();
});

test('the other side keeps the conversation, with somebody who has no name and no face', async () => {
  const { viewer, neighbour, conversationId } = await furnished();
  await leave(viewer, viewer.name);
  await runErasures();
  const thread = await getThread(neighbour, conversationId);
  expect(thread).toMatchObject({ other: { name: '', pictureUrl: null }, listing: null });
  expect(thread.messages.map(({ content }) => content)).toEqual([
    { kind: 'text', text: '아직 있나요?' },
    { kind: 'text', text: '네, 있어요.' },
  ]);
  expect(await listInbox(neighbour)).toMatchObject([{ id: conversationId, other: { name: '' } }]);
  expect((await peopleById([viewer.id])).get(viewer.id)).toMatchObject({ name: '' });
});

test('nobody is told of a message that came as they left, and nobody can write any more', async () => {
  const { viewer, neighbour, conversationId } = await furnished();
  await say(neighbour, conversationId, '내일 볼까요?');
  await leave(viewer, viewer.name);
  await runErasures();
  // Only now is it found that nobody was there to read it.
  await allTold();
  expect(await listNotifications(viewer)).toEqual([]);
  await expect(say(neighbour, conversationId, '여보세요?')).rejects.toMatchObject({
    code: 'conversation.closed',
  });
});

test('whoever comes back is somebody new, and may have the old name', async () => {
  const { who, viewer } = await furnished();
  await leave(viewer, viewer.name);
  const again = await signIn(who);
  expect(again.id).not.toBe(viewer.id);
  expect(again.name).toBe(viewer.name);
  expect((await listOwn(again)).items).toEqual([]);
});

test('a request that was under way brings nothing back', async () => {
  const { viewer } = await furnished();
  await leave(viewer, viewer.name);
  await saveProfile(viewer, { name: `late${randomUUID().slice(0, 6)}`, locale: 'ko' });
  expect((await peopleById([viewer.id])).get(viewer.id)).toMatchObject({ name: '' });
  const late = await createListing(viewer);
  await runErasures();
  expect((await listNewest({ limit: 60 })).items.map(({ id }) => id)).not.toContain(late);
});

test('without the right name nothing happens, and nobody else loses anything', async () => {
  const { viewer, listingId } = await furnished();
  const other = await furnished();
  await expect(leave(viewer, `${viewer.name} `.repeat(2))).rejects.toMatchObject({
    code: 'account.name_differs',
  });
  expect(await findActiveUser(viewer.id)).not.toBeNull();
  await leave(other.viewer, other.viewer.name);
  await runErasures();
  expect((await listOwn(viewer)).items.map(({ id }) => id)).toContain(listingId);
  expect((await listOwn(viewer)).items.find(({ id }) => id === listingId)?.pictureUrl).not.toBeNull();
  expect(await listNotifications(viewer)).toHaveLength(1);
});

test('asked for somebody who is there, the job does nothing', async () => {
  const { viewer } = await furnished();
  await eraseAccount(viewer.id);
  expect((await listOwn(viewer)).items).toHaveLength(2);
});
