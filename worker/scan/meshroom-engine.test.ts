import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { meshroomIsUsable } from './meshroom-engine';

test('auto takes Meshroom only where it is installed and has a GPU', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'bitmarket-meshroom-'));
  const [program, device] = [join(directory, 'meshroom_batch'), join(directory, 'nvidiactl')];
  try {
    await writeFile(device, '');
    expect(meshroomIsUsable(`/bin:${directory}`, device)).toBe(false);
    await writeFile(program, '');
    await chmod(program, 0o755);
    expect(meshroomIsUsable(`/bin:${directory}`, device)).toBe(true);
    expect(meshroomIsUsable(`/bin:${directory}`, join(directory, 'none'))).toBe(false);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
