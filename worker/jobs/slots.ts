import { totalmem } from 'node:os';

/** A scan of the standard profile was measured at 1.8 GB; a larger film and the page cache want room. */
const bytesPerScan = 3e9;
/** The tools use every core they get; below this, two scans only slow each other down. */
const coresPerScan = 4;

/** Scans that one worker process runs at a time. */
export function scanSlots(cores: number, bytes: number): number {
  return Math.max(1, Math.floor(Math.min(cores / coresPerScan, bytes / bytesPerScan)));
}

/** Memory that this process may use: the machine's, or its container's where that is less. */
export function memoryBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
