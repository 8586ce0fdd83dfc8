import { defineConfig } from 'vitest/config';
import { workerCount } from './tests/harness/stores.ts';

const root = import.meta.dirname;
// First of all: what Vitest itself is given, its workers are given.
const globalSetup = ['bin/testing/forget-settings.ts'];
const shared = {
  resolve: { alias: { '@': root } },
  test: { environment: 'node', testTimeout: 30_000, hookTimeout: 60_000, restoreMocks: true, globalSetup },
} as const;

export default defineConfig({
  test: {
    maxWorkers: workerCount,
    projects: [
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'unit',
          include: [
            '{app,bench,components,lib,messages,server,worker,drizzle,tests/faults}/**/*.test.{ts,tsx}',
          ],
          globalSetup: [...globalSetup, 'tests/harness/start-stores.ts'],
          setupFiles: 'tests/harness/worker-setup.ts',
        },
      },
      {
        ...shared,
        test: { ...shared.test, name: 'repository', include: ['tests/repository/**/*.test.ts'] },
      },
      {
        ...shared,
        test: { ...shared.test, name: 'deploy', include: ['tests/deploy/**/*.test.ts'] },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'launcher',
          include: ['tests/launcher/**/*.test.ts'],
          testTimeout: 120_000,
          // They start and kill whole systems: one at a time, or they would measure each other.
          fileParallelism: false,
        },
      },
    ],
  },
});
