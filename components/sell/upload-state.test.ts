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
  startedAtMs: 0,
  status: 'waiting',
  failure: null,
  mediaId: null,
  previewUrl: null,
  ...changes,
});

const play = (start: Upload, ...events: UploadEvent[]) => events.reduce(afterEvent, start);
const failure = { code: 'media.incomplete', details: {} };

test('a file goes from waiting to done', () => {
  const end = play(
    upload(),
    { type: 'sending', mediaId: 'med_1', nowMs: 5 },
    { type: 'sent', bytes: 400 },
    { type: 'checking' },
    { type: 'done' },
  );
  expect(end).toMatchObject({ status: 'done', sentBytes: 1000, mediaId: 'med_1', startedAtMs: 5 });
});

test('progress never goes back and never passes the size of the file', () => {
  const sending = play(
    upload(),
    { type: 'sending', mediaId: 'med_1', nowMs: 0 },
    { type: 'sent', bytes: 600 },
  );
  expect(afterEvent(sending, { type: 'sent', bytes: 500 }).sentBytes).toBe(600);
  expect(afterEvent(sending, { type: 'sent', bytes: 1300 }).sentBytes).toBe(1000);
});

test('after the end nothing changes, until it is tried again from the start', () => {
  const failed = play(upload(), { type: 'sending', mediaId: 'med_1', nowMs: 0 }, { type: 'failed', failure });
  expect(afterEvent(failed, { type: 'sent', bytes: 900 })).toBe(failed);
  expect(afterEvent(failed, { type: 'done' })).toBe(failed);
  expect(afterEvent(failed, { type: 'again' })).toMatchObject({
    status: 'waiting',
    sentBytes: 0,
    mediaId: null,
    failure: null,
  });
  const done = upload({ status: 'done' });
  expect(afterEvent(done, { type: 'again' })).toBe(done);
});

test('two photos at a time, in order, and the video beside them', () => {
  const waiting = [
    upload({ key: '1', status: 'sending' }),
    upload({ key: '2' }),
    upload({ key: '3' }),
    upload({ key: '4', kind: 'video' }),
    upload({ key: '5', kind: 'video' }),
  ];
  expect(nextToStart(waiting).map(({ key }) => key)).toEqual(['2', '4']);
});

test('leaving is warned of only while bytes would be lost', () => {
  expect(losesBytes([upload({ status: 'done' }), upload({ status: 'failed' })])).toBe(false);
  expect(losesBytes([upload({ status: 'done' }), upload({ status: 'checking' })])).toBe(true);
});

test('the time that is left follows the pace so far', () => {
  const sending = upload({ status: 'sending', startedAtMs: 1000, sentBytes: 250 });
  expect(remainingSeconds(sending, 3000)).toBe(6);
  expect(remainingSeconds(sending, 1200)).toBeNull();
  expect(remainingSeconds(upload({ ...sending, sentBytes: 0 }), 9000)).toBeNull();
});
