import { AwsV4Signer } from 'aws4fetch';
import { env } from '@/lib/env';
import { bucketName, isNotFound, type StoredPart, store } from './object-client';

/** Large originals, which browsers send in parts straight to the bucket `incoming`. */
const bucket = () => bucketName('incoming');

/** Returns the store's name for the upload. */
export async function beginMultipart(key: string, contentType: string): Promise<string> {
  return store().initiateNewMultipartUpload(bucket(), key, { 'Content-Type': contentType });
}

export interface PartRule {
  key: string;
  uploadId: string;
  /** From 1. */
  number: number;
  /** Exactly this many bytes: the length is signed, so that the store refuses any other. */
  bytes: number;
  expiresInSeconds: number;
}

/** A URL for one PUT. Signed by aws4fetch, since the minio client leaves Content-Length out of what it signs. */
export async function presignPart(rule: PartRule): Promise<string> {
  const url = new URL(`/${bucket()}/${rule.key}`, env().PUBLIC_URL);
  url.searchParams.set('partNumber', String(rule.number));
  url.searchParams.set('uploadId', rule.uploadId);
  url.searchParams.set('X-Amz-Expires', String(rule.expiresInSeconds));
  const signed = await new AwsV4Signer({
    method: 'PUT',
    url: url.href,
    headers: { 'Content-Length': String(rule.bytes) },
    accessKeyId: env().S3_ACCESS_KEY,
    secretAccessKey: env().S3_SECRET_KEY,
    service: 's3',
    region: env().S3_REGION,
    signQuery: true,
    allHeaders: true,
  }).sign();
  return signed.url.href;
}

/** The parts that are there, by number; null when there is no such upload: completed, aborted or never begun. */
export async function listParts(key: string, uploadId: string): Promise<StoredPart[] | null> {
  try {
    return await store().partsOf(bucket(), key, uploadId);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** Makes one object of the parts. */
export async function completeMultipart(
  key: string,
  uploadId: string,
  parts: readonly StoredPart[],
): Promise<void> {
  const etags = parts.map(({ number, etag }) => ({ part: number, etag }));
  await store().completeMultipartUpload(bucket(), key, uploadId, etags);
}

/** Forgets the upload with its parts. Nothing happens when it is gone already. */
export async function abortMultipart(key: string, uploadId: string): Promise<void> {
  try {
    await store().abortMultipartUpload(bucket(), key, uploadId);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Every upload that was begun and neither completed nor aborted. */
export async function listMultiparts(prefix: string): Promise<{ key: string; uploadId: string }[]> {
  const items = await store().listIncompleteUploads(bucket(), prefix, true).toArray();
  return items.map((item: { key: string; uploadId: string }) => ({ key: item.key, uploadId: item.uploadId }));
}
