import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { cutFrames } from './cut-frames';
import { items } from './items';
import { saveSmall } from './save-small';
import type { Size } from './studio';

const chromiumArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

const pictures = join(import.meta.dirname, '..', 'pictures');
const draft: Size = { width: 400, height: 500, samples: 10 };
// Smaller than it is saved, since without a GPU every pixel takes its time; a phone's picture is no sharper.
const final: Size = { width: 880, height: 1100, samples: 32 };

/** The README beside the pictures says how to call this. */
async function main(): Promise<void> {
  const options = { draft: { type: 'string' }, frames: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.frames) return cutFrames(values.frames, pictures);
  const folder = values.draft ?? pictures;
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArgs });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
    await page.setContent('<!doctype html>');
    await page.addScriptTag({ content: await bundlePage() });
    for (const name of positionals.length > 0 ? positionals : Object.keys(items)) {
      await drawItem(page, name, folder, values.draft ? draft : final);
    }
  } finally {
    await browser.close();
  }
}

async function bundlePage(): Promise<string> {
  const entry = join(import.meta.dirname, 'page.ts');
  const result = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife' });
  return result.outputFiles[0]?.text ?? '';
}

async function drawItem(page: Page, name: string, folder: string, size: Size): Promise<void> {
  const started = performance.now();
  const urls = await page.evaluate(([item, wanted]) => window.drawItem(item, wanted), [name, size] as const);
  for (const [index, url] of urls.entries()) {
    const png = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    const file = `${name}-${index + 1}.webp`;
    process.stdout.write(`${file}: ${await saveSmall(png, join(folder, file))} bytes\n`);
  }
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

await main();
