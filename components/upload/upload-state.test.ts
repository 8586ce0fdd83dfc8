import { expect, test } from 'vitest';
import {
  afterEvent,
  losesBytes,
  nextToStart,
  remainingSeconds,
  type Upload,
  type UploadEvent,
} from './upload-state';

const upload = (changes: Partial<Upload> = {}): Upload => ({
  key: 'a',
  listingId: 'lst_1',
  kind: 'photo',
  name: 'a.jpg',
  bytes: 1000,
  sentBytes: 0,
  inFlightBytes: 0,
  bytesPerSecond: null,
  status: 'waiting',
  failure: null,
  mediaId: null,
  previewUrl: null,
  ...changes,
});

const play = (start: Upload, ...events: UploadEvent[]) => events.reduce(afterEvent, start);
const failure = { code: 'media.incomplete', details: {} };

const sent = (bytes: number, inFlightBytes = 0): UploadEvent => ({
  type: 'sent',
  bytes,
  inFlightBytes,
  bytesPerSecond: null,
});
const checking: UploadEvent = { type: 'situation', status: 'checking' };

test('a file goes from waiting to done', () => {
  const begun = play(upload(), { type: 'began' }, { type: 'placed', mediaId: 'med_1' }, sent(400, 100));
  expect(begun).toMatchObject({ status: 'sending', sentBytes: 400, mediaId: 'med_1' });
  expect(play(begun, checking)).toMatchObject({ status: 'checking', sentBytes: 1000, inFlightBytes: 0 });
  expect(play(begun, checking, { type: 'done' })).toMatchObject({ status: 'done' });
});

test('progress never passes the size of the file', () => {
  expect(play(upload(), { type: 'began' }, sent(1300)).sentBytes).toBe(1000);
});

test('a pause gives up what was not there whole, and what is said afterwards changes nothing', () => {
  const paused = play(upload({ kind: 'video' }), { type: 'began' }, sent(700, 300), { type: 'paused' });
  expect(paused).toMatchObject({ status: 'paused', sentBytes: 400, inFlightBytes: 0 });
  expect(afterEvent(paused, sent(900))).toBe(paused);
  expect(afterEvent(paused, { type: 'again' })).toMatchObject({ status: 'waiting', sentBytes: 400 });
});

test('after the end nothing changes, until it is tried again', () => {
  const failed = play(upload(), { type: 'began' }, { type: 'failed', failure });
  expect(afterEvent(failed, sent(900))).toBe(failed);
  expect(afterEvent(failed, { type: 'done' })).toBe(failed);
  expect(afterEvent(failed, { type: 'again' })).toMatchObject({ status: 'waiting', failure: null });
  const done = upload({ status: 'done' });
  expect(afterEvent(done, { type: 'again' })).toBe(done);
});

test('two photos at a time, in order, and the video beside them', () => {
  const waiting = [
    upload({ key: '1', status: 'sending', mediaId: 'med_1' }),
    upload({ key: '2' }),
    upload({ key: '3' }),
    upload({ key: '4', kind: 'video' }),
    upload({ key: '5', kind: 'video' }),
  ];
  expect(nextToStart(waiting).map(({ key }) => key)).toEqual(['2', '4']);
});

test('photos ask for their places one after another, in the order in which they were chosen', () => {
  const first = upload({ key: '1' });
  const others = [upload({ key: '2' }), upload({ key: '3' })];
  const start = (photo: Upload) => nextToStart([photo, ...others]).map(({ key }) => key);
  expect(start(first)).toEqual(['1']);
  const asking = play(first, { type: 'began' });
  expect(start(asking)).toEqual([]);
  expect(start(play(asking, { type: 'placed', mediaId: 'med_1' }))).toEqual(['2']);
  const failed = play(asking, { type: 'placed', mediaId: 'med_1' }, { type: 'failed', failure });
  expect(start(play(failed, { type: 'again' }, { type: 'began' }))).toEqual([]);
});

test('leaving is warned of only while bytes would be lost', () => {
  expect(losesBytes([upload({ status: 'done' }), upload({ status: 'failed' })])).toBe(false);
  expect(losesBytes([upload({ status: 'sending' })])).toBe(true);
  expect(losesBytes([upload({ status: 'checking' })])).toBe(false);
  const video = upload({ kind: 'video', status: 'sending' });
  expect(losesBytes([video])).toBe(false);
  expect(losesBytes([afterEvent(video, sent(500, 200))])).toBe(true);
  expect(losesBytes([play(video, sent(500, 200), { type: 'paused' })])).toBe(false);
});

test('the time that is left follows the pace of the last seconds', () => {
  const sending = upload({ status: 'sending', sentBytes: 250, bytesPerSecond: 125 });
  expect(remainingSeconds(sending)).toBe(6);
  expect(remainingSeconds({ ...sending, bytesPerSecond: null })).toBeNull();
  expect(remainingSeconds({ ...sending, status: 'offline' })).toBeNull();
});
