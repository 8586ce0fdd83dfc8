import { appendFileSync } from 'node:fs';
import { runProcess } from '@/lib/platform/lifecycle';
import { startWorker } from '@/worker/start';
import { cheapScan } from './cheap-scan';

/**
 * The worker of worker/main.ts with a cheap scan and short times. Arguments: a file for the stages that were done,
 * then heartbeat, reclaim and keep in milliseconds. A lease of 15 s and one of 1 s differ in how long a test waits and
 * in nothing else: every comparison is between a silence and this number.
 */
const [file = '', heartbeatMs, reclaimAfterMs, keepMs] = process.argv.slice(2);

await runProcess('worker', () =>
  startWorker({
    scan: {
      make: cheapScan((line) => appendFileSync(file, `${line}\n`)),
      keepMs: Number(keepMs),
      stageStore: { bytesPerSecond: Infinity, totalBytes: 1e8 },
    },
    lease: { heartbeatMs: Number(heartbeatMs), reclaimAfterMs: Number(reclaimAfterMs) },
  }),
);
