import { Client } from 'minio';
import { env } from '@/lib/env';

/** `incoming` keeps private originals; `media` is public and immutable. The gateway routes both by these names. */
export type Bucket = 'incoming' | 'media';

export const bucketName = (bucket: Bucket) => env().BUCKET_PREFIX + bucket;

export interface StoredPart {
  number: number;
  bytes: number;
  etag: string;
}

/** The client keeps ListParts to itself, for resuming its own uploads; ours are resumed by browsers. */
class StoreClient extends Client {
  async partsOf(bucket: string, key: string, uploadId: string): Promise<StoredPart[]> {
    const parts = await this.listParts(bucket, key, uploadId);
    // SeaweedFS lists a part that was sent twice (its answer was lost, say) twice: the last one counts.
    parts.sort((a, b) => Number(a.lastModified ?? 0) - Number(b.lastModified ?? 0));
    const newest = new Map(parts.map(({ part, size, etag }) => [part, { number: part, bytes: size, etag }]));
    return [...newest.values()].sort((a, b) => a.number - b.number);
  }
}

let internal: StoreClient | undefined;
let signing: StoreClient | undefined;

function clientFor(origin: string): StoreClient {
  const url = new URL(origin);
  const useSSL = url.protocol === 'https:';
  return new StoreClient({
    endPoint: url.hostname,
    port: Number(url.port) || (useSSL ? 443 : 80),
    useSSL,
    accessKey: env().S3_ACCESS_KEY,
    secretKey: env().S3_SECRET_KEY,
    region: env().S3_REGION,
    pathStyle: true,
  });
}

export function store(): StoreClient {
  internal ??= clientFor(env().S3_ENDPOINT);
  return internal;
}

/** The host is part of a signature: what browsers use is signed for the public origin. */
export function signer(): StoreClient {
  signing ??= clientFor(env().PUBLIC_URL);
  return signing;
}

/** Whether the store says that there is no such object, or no such multipart upload. */
export function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'NotFound' || code === 'NoSuchKey' || code === 'NoSuchUpload';
}
