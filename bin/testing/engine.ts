import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findProgram, repository } from '../launcher/layout';

export const engines = ['seaweedfs', 'minio'] as const;
export type Engine = (typeof engines)[number];

/**
 * Makes the tests run on this object store. MinIO is built once with Go (about four minutes), into .bitmarket/tools; the
 * launcher then finds it on PATH.
 */
export function runOn(engine: Engine): void {
  process.env.BITMARKET_TEST_ENGINE = engine;
  if (engine === 'seaweedfs' || findProgram('minio')) return;
  const tools = join(repository, '.bitmarket/tools');
  if (!existsSync(join(tools, 'minio'))) {
    const go = findProgram('go');
    if (!go) throw new Error('Put minio on PATH, or install Go 1.24 or newer: it builds MinIO from source.');
    console.log('MinIO is built once, which takes about four minutes …');
    mkdirSync(tools, { recursive: true });
    const env = { ...process.env, GOBIN: tools };
    execFileSync(go, ['install', 'github.com/minio/minio@latest'], { env, stdio: 'inherit' });
  }
  process.env.PATH = `${tools}${delimiter}${process.env.PATH ?? ''}`;
}
