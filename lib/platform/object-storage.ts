import type { Readable } from 'node:stream';
import { CopyDestinationOptions, CopySourceOptions } from 'minio';
import { env } from '@/lib/env';
import { type Bucket, bucketName, isNotFound, signer, store } from './object-client';

/** Where a browser finds a published object. Relative to the origin unless media has one of its own. */
export function mediaUrl(key: string): string {
  return `${env().MEDIA_URL ?? ''}/${bucketName('media')}/${key}`;
}

/** Makes the buckets, and opens `media` for reading by anyone. Safe to run again. */
export async function ensureBuckets(): Promise<void> {
  for (const bucket of ['incoming', 'media'] as const) {
    const name = bucketName(bucket);
    if (!(await store().bucketExists(name))) await store().makeBucket(name, env().S3_REGION);
  }
  const name = bucketName('media');
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:GetObject'],
    Resource: [`arn:aws:s3:::${name}/*`],
  };
  await store().setBucketPolicy(name, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
}

export interface UploadRule {
  key: string;
  contentType: string;
  /** Exactly this many bytes. */
  bytes: number;
  expiresInSeconds: number;
}

/** A form POST that the store accepts once it has this key, this type and this size, and nothing else. */
export async function presignUpload(
  rule: UploadRule,
): Promise<{ url: string; fields: Record<string, string> }> {
  const policy = signer().newPostPolicy();
  policy.setBucket(bucketName('incoming'));
  policy.setKey(rule.key);
  policy.setContentType(rule.contentType);
  policy.setContentLengthRange(rule.bytes, rule.bytes);
  policy.setExpires(new Date(Date.now() + rule.expiresInSeconds * 1000));
  const { postURL, formData } = await signer().presignedPostPolicy(policy);
  return { url: postURL, fields: formData };
}

/** Size in bytes, or null when there is no such object. */
export async function objectSize(bucket: Bucket, key: string): Promise<number | null> {
  try {
    return (await store().statObject(bucketName(bucket), key)).size;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** The first `length` bytes, or fewer when the object is shorter. */
export async function readHead(bucket: Bucket, key: string, length: number): Promise<Buffer> {
  const stream = await store().getPartialObject(bucketName(bucket), key, 0, length);
  return Buffer.concat(await stream.toArray());
}

export async function downloadObject(bucket: Bucket, key: string, path: string): Promise<void> {
  await store().fGetObject(bucketName(bucket), key, path);
}

/** Publishes under a key that is never written twice, so that every cache may keep it for ever. */
export async function publishObject(
  key: string,
  body: Buffer | Readable,
  bytes: number,
  type: string,
): Promise<void> {
  const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' };
  await store().putObject(bucketName('media'), key, body, bytes, headers);
}

/** Writes a private original from this side. Browsers use presignUpload. */
export async function putOriginal(key: string, body: Buffer): Promise<void> {
  await store().putObject(bucketName('incoming'), key, body, body.length);
}

/** The whole object, as it comes. */
export async function openObject(bucket: Bucket, key: string): Promise<Readable> {
  return store().getObject(bucketName(bucket), key);
}

/** The same, or null when there is no such object. */
export async function openObjectIfThere(bucket: Bucket, key: string): Promise<Readable | null> {
  try {
    return await openObject(bucket, key);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** Copies a private original within the store. Returns false when there is none. */
export async function copyOriginal(from: string, to: string): Promise<boolean> {
  const name = bucketName('incoming');
  try {
    await store().copyObject(
      new CopySourceOptions({ Bucket: name, Object: from }),
      new CopyDestinationOptions({ Bucket: name, Object: to }),
    );
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** The same from a file, of any size. */
export async function putOriginalFile(key: string, path: string): Promise<void> {
  await store().fPutObject(bucketName('incoming'), key, path);
}

export async function removeObject(bucket: Bucket, key: string): Promise<void> {
  await store().removeObject(bucketName(bucket), key);
}

/** Removes every object whose key begins with `prefix`. */
export async function removeObjects(bucket: Bucket, prefix: string): Promise<void> {
  for (const key of await listKeys(bucket, prefix)) await removeObject(bucket, key);
}

/** Every key of a bucket that begins with `prefix`. */
export async function listKeys(bucket: Bucket, prefix: string): Promise<string[]> {
  const items = await store().listObjectsV2(bucketName(bucket), prefix, true).toArray();
  return items.map((item: { name: string }) => item.name);
}
