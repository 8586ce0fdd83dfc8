import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { env } from '@/lib/env';
import {
  abortMultipart,
  beginMultipart,
  completeMultipart,
  listMultiparts,
  listParts,
  type PartRule,
  presignPart,
} from './multipart-storage';
import { bucketName, store } from './object-client';
import {
  copyOriginal,
  downloadObject,
  ensureBuckets,
  listKeys,
  mediaUrl,
  objectSize,
  openObject,
  presignUpload,
  publishObject,
  putOriginal,
  readHead,
  removeObject,
} from './object-storage';

/**
 * What the product asks of an S3, every call and every refusal. Runs on the engine that the launcher finds; `npm test --
 * object-storage --engine minio` runs it on MinIO, `--engine seaweedfs` on SeaweedFS.
 */

const mebibyte = 2 ** 20;
const newKey = () => `contract/${randomUUID()}`;
const inStore = (path: string) => `${env().S3_ENDPOINT}${path}`;

async function sendForm(form: { url: string; fields: Record<string, string> }, file: Buffer) {
  const data = new FormData();
  for (const [name, value] of Object.entries(form.fields)) data.set(name, value);
  data.set('file', new Blob([new Uint8Array(file)]));
  return (await fetch(form.url, { method: 'POST', body: data })).status;
}

async function sendPart(rule: Omit<PartRule, 'expiresInSeconds'>, bytes: Buffer, expiresInSeconds = 60) {
  const url = await presignPart({ ...rule, expiresInSeconds });
  return (await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) })).status;
}

test('the engine is the one that was asked for', async ({ skip }) => {
  const engine = process.env.BITMARKET_TEST_ENGINE;
  skip(!engine, 'any engine will do');
  const server = (await fetch(inStore('/'))).headers.get('server') ?? '';
  expect(server.toLowerCase()).toContain(engine);
});

test('buckets can be made ready again and again', async () => {
  await ensureBuckets();
  await ensureBuckets();
});

test('a published object is read by anyone, in whole and in part, with its type and for ever', async () => {
  const key = newKey();
  const body = randomBytes(1000);
  await publishObject(key, Readable.from([body]), body.length, 'image/webp');
  const whole = await fetch(inStore(mediaUrl(key)));
  expect(whole.status).toBe(200);
  expect(whole.headers.get('content-type')).toBe('image/webp');
  expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(Buffer.from(await whole.arrayBuffer()).equals(body)).toBe(true);
  const part = await fetch(inStore(mediaUrl(key)), { headers: { Range: 'bytes=10-19' } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer()).equals(body.subarray(10, 20))).toBe(true);
  await removeObject('media', key);
  expect((await fetch(inStore(mediaUrl(key)))).status).toBeGreaterThanOrEqual(403);
});

test('without a signature nobody reads an original, lists a bucket, writes or deletes', async () => {
  const key = newKey();
  await putOriginal(key, Buffer.from('private'));
  await publishObject(key, Buffer.from('public'), 6, 'text/plain');
  const original = inStore(`/${bucketName('incoming')}/${key}`);
  expect((await fetch(original)).status).toBe(403);
  for (const bucket of ['incoming', 'media'] as const)
    expect((await fetch(inStore(`/${bucketName(bucket)}/?list-type=2`))).status).toBe(403);
  for (const method of ['PUT', 'DELETE']) {
    const body = method === 'PUT' ? 'changed' : null;
    expect((await fetch(inStore(mediaUrl(key)), { method, body })).status).toBe(403);
  }
  expect(await objectSize('media', key)).toBe(6);
});

test('an original is written, measured, read from its head and in whole, copied, listed and removed', async () => {
  const key = newKey();
  const body = randomBytes(5000);
  await putOriginal(key, body);
  expect(await objectSize('incoming', key)).toBe(5000);
  expect((await readHead('incoming', key, 16)).equals(body.subarray(0, 16))).toBe(true);
  expect(Buffer.concat(await (await openObject('incoming', key)).toArray()).equals(body)).toBe(true);
  const path = join(tmpdir(), randomUUID());
  await downloadObject('incoming', key, path);
  expect((await readFile(path)).equals(body)).toBe(true);
  await rm(path);
  expect(await copyOriginal(key, `${key}.taken`)).toBe(true);
  expect((await listKeys('incoming', key)).sort()).toEqual([key, `${key}.taken`]);
  for (const gone of [key, `${key}.taken`]) await removeObject('incoming', gone);
  expect(await listKeys('incoming', key)).toEqual([]);
});

test('what is not there is said as such, and removing it is no error', async () => {
  const key = newKey();
  expect(await objectSize('incoming', key)).toBeNull();
  expect(await copyOriginal(key, `${key}.taken`)).toBe(false);
  await removeObject('incoming', key);
});

test('a listing goes on past the first thousand', async () => {
  const prefix = `${newKey()}/`;
  const keys = Array.from({ length: 1005 }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);
  for (let from = 0; from < keys.length; from += 50)
    await Promise.all(keys.slice(from, from + 50).map((key) => putOriginal(key, Buffer.from('x'))));
  expect((await listKeys('incoming', prefix)).sort()).toEqual(keys);
  await store().removeObjects(bucketName('incoming'), keys);
}, 120_000);

test('a form takes one key, one type and one size, in its time', async () => {
  const file = randomBytes(3000);
  const rule = { key: newKey(), contentType: 'image/jpeg', bytes: file.length, expiresInSeconds: 60 };
  const form = await presignUpload(rule);
  const changed = (fields: Record<string, string>) => ({ ...form, fields: { ...form.fields, ...fields } });
  const refused = [
    sendForm(form, file.subarray(1)),
    sendForm(form, Buffer.concat([file, file])),
    sendForm(changed({ 'Content-Type': 'text/html' }), file),
    sendForm(changed({ key: newKey() }), file),
    sendForm(changed({ 'x-amz-signature': '0'.repeat(64) }), file),
    sendForm(await presignUpload({ ...rule, expiresInSeconds: -5 }), file),
  ];
  for (const status of await Promise.all(refused)) expect([400, 403]).toContain(status);
  expect(await objectSize('incoming', rule.key)).toBeNull();
  expect(await sendForm(form, file)).toBeLessThan(300);
  expect(await objectSize('incoming', rule.key)).toBe(3000);
});

test('parts in any order, once more and over again, become one object', async () => {
  const key = newKey();
  const parts = [randomBytes(5 * mebibyte), randomBytes(5 * mebibyte), randomBytes(10)];
  const uploadId = await beginMultipart(key, 'video/mp4');
  const send = (number: number, bytes = parts[number - 1] ?? Buffer.alloc(0)) =>
    sendPart({ key, uploadId, number, bytes: bytes.length }, bytes);
  expect(await listParts(key, uploadId)).toEqual([]);
  for (const number of [3, 1, 1]) expect(await send(number)).toBe(200);
  expect((await listParts(key, uploadId))?.map(({ number, bytes }) => [number, bytes])).toEqual([
    [1, 5 * mebibyte],
    [3, 10],
  ]);
  expect(await listMultiparts(key)).toEqual([{ key, uploadId }]);
  expect(await send(2)).toBe(200);
  await completeMultipart(key, uploadId, (await listParts(key, uploadId)) ?? []);
  const whole = Buffer.concat(await (await openObject('incoming', key)).toArray());
  expect(whole.equals(Buffer.concat(parts))).toBe(true);
  expect(await listParts(key, uploadId)).toBeNull();
  expect(await send(1)).toBe(404);
  expect(await listMultiparts(key)).toEqual([]);
  await removeObject('incoming', key);
}, 60_000);

test('the URL of a part takes that part, that length and that key, in its time', async () => {
  const key = newKey();
  const uploadId = await beginMultipart(key, 'video/mp4');
  const bytes = randomBytes(1000);
  const rule = { key, uploadId, number: 1, bytes: bytes.length };
  expect(await sendPart(rule, bytes.subarray(1))).toBe(403);
  expect(await sendPart(rule, Buffer.concat([bytes, bytes]))).toBe(403);
  const url = await presignPart({ ...rule, expiresInSeconds: 60 });
  const put = (address: string) => fetch(address, { method: 'PUT', body: new Uint8Array(bytes) });
  expect((await put(url.replace('partNumber=1', 'partNumber=2'))).status).toBe(403);
  expect((await put(url.replace(key, `${key}x`))).status).toBe(403);
  const short = await presignPart({ ...rule, expiresInSeconds: 1 });
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect((await put(short)).status).toBe(403);
  expect(await listParts(key, uploadId)).toEqual([]);
  await abortMultipart(key, uploadId);
});

test('an upload that was given up is gone with its parts, and giving it up again is no error', async () => {
  const key = newKey();
  const uploadId = await beginMultipart(key, 'video/mp4');
  expect(await sendPart({ key, uploadId, number: 1, bytes: 10 }, randomBytes(10))).toBe(200);
  await abortMultipart(key, uploadId);
  await abortMultipart(key, uploadId);
  expect(await listParts(key, uploadId)).toBeNull();
  expect(await objectSize('incoming', key)).toBeNull();
});
