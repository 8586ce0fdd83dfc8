import { runProcess } from '@/lib/platform/lifecycle';
import { standardLease } from './jobs/consumer';
import { standardLimits } from './jobs/stage-store';
import { runScan } from './scan/run-scan';
import { startWorker } from './start';

await runProcess('worker', () =>
  startWorker({
    scan: { make: runScan, keepMs: 3000, stageStore: standardLimits },
    lease: standardLease,
  }),
);
