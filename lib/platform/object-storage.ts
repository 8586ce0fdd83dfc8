import type { Readable } from 'node:stream';
import { Client } from 'minio';
import { env } from '@/lib/env';

/** `incoming` keeps private originals; `media` is public and immutable. The gateway routes both by these names. */
export type Bucket = 'incoming' | 'media';

let internal: Client | undefined;
let signing: Client | undefined;

function clientFor(origin: string): Client {
  const url = new URL(origin);
  const useSSL = url.protocol === 'https:';
  return new Client({
    endPoint: url.hostname,
    port: Number(url.port) || (useSSL ? 443 : 80),
    useSSL,
    accessKey: env().S3_ACCESS_KEY,
    secretKey: env().S3_SECRET_KEY,
    region: env().S3_REGION,
    pathStyle: true,
  });
}

function store(): Client {
  internal ??= clientFor(env().S3_ENDPOINT);
  return internal;
}

/** The host is part of a signature: what browsers use is signed for the public origin. */
function signer(): Client {
  signing ??= clientFor(env().PUBLIC_URL);
  return signing;
}

const bucketName = (bucket: Bucket) => env().BUCKET_PREFIX + bucket;

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

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'NotFound' || code === 'NoSuchKey';
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

export async function removeObject(bucket: Bucket, key: string): Promise<void> {
  await store().removeObject(bucketName(bucket), key);
}

/** Every key of a bucket that begins with `prefix`. */
export async function listKeys(bucket: Bucket, prefix: string): Promise<string[]> {
  const items = await store().listObjectsV2(bucketName(bucket), prefix, true).toArray();
  return items.map((item: { name: string }) => item.name);
}
