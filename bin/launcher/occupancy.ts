import { rmSync } from 'node:fs';
import type { Layout } from './layout';
import {
  identify,
  isAlive,
  type ProcessId,
  type ProcessRecord,
  readProcessRecord,
  signalGroup,
  waitUntilGone,
  writeProcessRecord,
} from './processes';

const leftoverStopMs = 8_000;

/** This launcher's claim on a data directory, and the list of its children for whoever comes after a kill -9. */
export class Occupancy {
  private constructor(
    private readonly layout: Layout,
    private readonly record: ProcessRecord,
  ) {}

  /**
   * Takes the directory. Throws when another launcher holds it. Children of a launcher that was killed are ended first:
   * two servers over the same files would spoil them.
   * @returns the claim, and the names of the leftovers that were ended
   */
  static async take(layout: Layout): Promise<{ occupancy: Occupancy; ended: string[] }> {
    const before = readProcessRecord(layout.processesFile);
    if (before && isAlive(before.launcher)) {
      const where = before.url ? ` at ${before.url}` : '';
      throw new Error(
        `BitMarket already runs here${where} (process ${before.launcher.pid}). Stop that one first: Ctrl-C in its ` +
          `terminal, or: kill ${before.launcher.pid}`,
      );
    }
    const ended = before ? await endLeftovers(before.children) : [];
    const launcher = identify(process.pid);
    if (!launcher) throw new Error('/proc cannot be read: the launcher needs Linux with /proc mounted.');
    const occupancy = new Occupancy(layout, { launcher, children: {} });
    occupancy.write();
    return { occupancy, ended };
  }

  changed(name: string, process: ProcessId | undefined): void {
    if (process) this.record.children[name] = process;
    else delete this.record.children[name];
    this.write();
  }

  setUrl(url: string): void {
    this.record.url = url;
    this.write();
  }

  release(): void {
    rmSync(this.layout.processesFile, { force: true });
    rmSync(this.layout.environmentFile, { force: true });
  }

  private write(): void {
    writeProcessRecord(this.layout.processesFile, this.record);
  }
}

async function endLeftovers(children: ProcessRecord['children']): Promise<string[]> {
  const left = Object.entries(children).filter(([, process]) => isAlive(process));
  const processes = left.map(([, process]) => process);
  for (const { pid } of processes) signalGroup(pid, 'SIGTERM');
  if (!(await waitUntilGone(processes, leftoverStopMs))) {
    for (const process of processes.filter(isAlive)) signalGroup(process.pid, 'SIGKILL');
    await waitUntilGone(processes, 1_000);
  }
  return left.map(([name]) => name);
}
