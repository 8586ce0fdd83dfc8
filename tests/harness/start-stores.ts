import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { serviceCommands } from '@/bin/launcher/services';
import { System } from '@/bin/launcher/system';
import { createDatabase, workerCount, workerEnvironment } from './stores';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the launcher would give to its children. */
    environment: Readonly<Record<string, string>>;
  }
}

const run = promisify(execFile);

/** Vitest's global setup: the stores, once for the whole run, by the code that `npm start` runs. */
export default async function startStores(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'bitmarket-unit-'));
  const say = (line: string) => console.log(line);
  const system = await System.open({ directory, gatewayPort: 13_000, mode: 'production', say });
  const close = async () => {
    await system.close();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await system.startStores();
    const workers = Array.from({ length: workerCount }, (_, index) =>
      workerEnvironment(system.env, index + 1),
    );
    await Promise.all(workers.map(prepare));
  } catch (error) {
    await close();
    throw error;
  }
  project.provide('environment', system.env);
  return close;
}

/** The migrations and buckets of one worker, by the very job that `npm start` runs before everything else. */
async function prepare(environment: Readonly<Record<string, string>>): Promise<void> {
  await createDatabase(environment.MYSQL_URL ?? '');
  const [, ...args] = serviceCommands.migrate;
  await run(process.execPath, args, { env: { ...process.env, ...environment } });
}
