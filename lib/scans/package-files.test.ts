import { expect, test } from 'vitest';
import { getListing } from '@/lib/listings/service';
import { listKeys } from '@/lib/platform/object-storage';
import { createListing, createPerson } from '@/tests/harness/factories';
import { createScan, goodVerdict, packageFiles, withPackage } from '@/tests/harness/scan-package';
import { env } from '../env';
import { importScan } from './attempts';
import { attemptFolder, publishPackage, scanFolder } from './package-files';
import { sweepScans } from './sweep';

const hiddenFolder = /\/[\w-]{22}\/frames\//;
const content = async (url: string | null | undefined) => {
  const response = await fetch(`${env().S3_ENDPOINT}${url}`);
  return [response.headers.get('content-type'), await response.text()];
};

test('everything that a scan left is published, each with its type, and the pages know its address', async () => {
  const seller = await createPerson();
  const listingId = await createListing(seller);
  const scanId = await createScan(listingId, goodVerdict);
  const keys = await listKeys('media', scanFolder(scanId));
  expect(keys.map((key) => key.replace(hiddenFolder, '/frames/')).sort()).toEqual(
    packageFiles.map((file) => attemptFolder(scanId, 0) + file).sort(),
  );
  // Frames may show a home: their names cannot be guessed from the model's.
  expect(keys.filter((key) => hiddenFolder.test(key))).toHaveLength(goodVerdict.frames?.length ?? 0);
  expect(keys.filter((key) => key.startsWith(`${attemptFolder(scanId, 0)}frames/`))).toEqual([]);
  const { scan, scanReport } = await getListing(seller, listingId);
  expect(await content(scan?.modelUrl)).toEqual(['model/gltf-binary', 'bytes of model.glb']);
  expect(await content(scan?.previewUrl)).toEqual(['model/gltf-binary', 'bytes of preview.glb']);
  expect(await content(scan?.usdzUrl)).toEqual(['model/vnd.usdz+zip', 'bytes of model.usdz']);
  expect(await content(scanReport?.frames[1]?.url)).toEqual(['image/webp', 'bytes of frames/001.webp']);
});

test('the sweep takes nothing of it, neither while it is published nor afterwards', async () => {
  const listingId = await createListing(await createPerson());
  const scanId = await withPackage(packageFiles, async (directory) => {
    const publishing = importScan(listingId, directory, goodVerdict);
    let open = true;
    void publishing.finally(() => {
      open = false;
    });
    while (open) await sweepScans();
    return publishing;
  });
  await sweepScans();
  expect(await listKeys('media', scanFolder(scanId))).toHaveLength(packageFiles.length);
});

test('what an older engine does not make is not promised', async () => {
  const folder = attemptFolder('scn_older', 3);
  const files = ['model.glb', 'poster.webp', 'turn-0.webp', 'turn-1.webp', 'turn-3.webp', 'frames/001.webp'];
  const model = await withPackage(files, (directory) => publishPackage(folder, directory, goodVerdict));
  expect(model).toMatchObject({ previewKey: null, usdzKey: null, turnCount: 2 });
  expect(model.verdict.frames).toEqual([
    expect.objectContaining({ file: expect.stringMatching(/^[\w-]{22}\/frames\/001\.webp$/) }),
  ]);
});

test('a package without its model or its poster is none', async () => {
  for (const file of ['model.glb', 'poster.webp'])
    await expect(
      withPackage([file], (directory) => publishPackage('scans/scn_half/1/', directory, goodVerdict)),
    ).rejects.toThrow(/holds no model/);
});
