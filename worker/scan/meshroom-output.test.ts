import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgeCalibration } from './meshroom-engine';
import { NodeList, progressOfLog, readCalibration, reasonOfFailure } from './meshroom-output';

/** What runs of the real tool printed: see tests/fixtures/meshroom/LICENCE.txt. */
const recorded = (file: string) => readFileSync(`tests/fixtures/meshroom/${file}`, 'utf8');
const log = (node: string) => recorded(`success-monstree/nodes/${node}.log`);

test.each(['success-monstree', 'success-2025'])(
  '%s: progress goes through our stages, and never back',
  (run) => {
    const nodes = new NodeList();
    const seen: { stage: string; fraction: number }[] = [];
    for (const line of recorded(`${run}/stdout.txt`).split('\n')) {
      nodes.read(line);
      const progress = nodes.progress(0.5);
      if (progress) seen.push(progress);
    }
    const order = ['cameras', 'depth', 'surface', 'texture'];
    const total = seen.map(({ stage, fraction }) => order.indexOf(stage) + fraction);
    expect(total).toEqual(total.toSorted((a, b) => a - b));
    expect(new Set(seen.map(({ stage }) => stage))).toContain('cameras');
    expect(seen.at(-1)).toMatchObject({ stage: 'texture' });
    expect(Math.max(...seen.map(({ fraction }) => fraction))).toBeLessThanOrEqual(1);
  },
);

test('the log file of the node at work is known, with its chunk', () => {
  const nodes = new NodeList();
  const lines = recorded('success-monstree/stdout.txt').split('\n');
  for (const line of lines.slice(0, lines.findIndex((text) => text.startsWith('[4/10](2/2)')) + 3))
    nodes.read(line);
  expect(nodes.current).toMatchObject({ type: 'FeatureMatching', done: 0.5, chunk: 0.5 });
  expect(nodes.current?.logFile).toMatch(/FeatureMatching\/\w+\/1\.log$/);
});

test('an all-cached run names no node and has no progress', () => {
  const nodes = new NodeList();
  nodes.read('Nodes to execute:  []');
  expect(nodes.progress(0)).toBeNull();
});

test.each([
  ['FeatureExtraction', 'FeatureExtraction.0'],
  ['StructureFromMotion', 'StructureFromMotion'],
  ['Texturing', 'Texturing'],
])('%s: its whole log says that it is done, half of it less', (type, file) => {
  const whole = log(file);
  const done = progressOfLog(type, whole, 23);
  expect(done).toBeGreaterThan(0.4);
  expect(done).toBeLessThanOrEqual(1);
  expect(progressOfLog(type, whole.slice(0, whole.length / 4), 23)).toBeLessThan(done);
});

test('calibrated cameras are compared with the input: dropped pictures leave no other trace', () => {
  const text = log('StructureFromMotion');
  expect(readCalibration(text)).toEqual({ images: 23, cameras: 23, landmarks: 38856, residual: 0.502174 });
  expect(judgeCalibration(text, 23)).toMatchObject({ cameras: 23 });
  expect(() => judgeCalibration(text, 54)).toThrow(/too_few_views/);
  expect(() => judgeCalibration('', 23)).toThrow(/engine_crashed/);
});

test.each([
  ['failure-no-images', 'unreadable'],
  ['failure-zero-byte-image', 'unreadable'],
  ['failure-one-image', 'too_few_views'],
  ['failure-flat-images', 'too_plain_or_shiny'],
  ['failure-noise', 'nothing_recognised'],
  ['failure-output-parent-missing', 'engine_crashed'],
  ['node-sigkill', 'engine_crashed'],
  ['rerun-after-sigterm', 'engine_crashed'],
  ['disk-full-hangs', 'out_of_space'],
])('%s is told as %s', (run, reason) => {
  expect(recorded(`${run}/exit.txt`)).not.toMatch(/exit code: 0/);
  expect(reasonOfFailure(recorded(`${run}/stdout.txt`) + recorded(`${run}/stderr.txt`))).toBe(reason);
});

test.each([
  ['[fatal] Meshing: space bounding box is too small', 'no_parallax'],
  ['meshroom_batch: error: argument --input: expected one argument', 'engine_crashed'],
  ["FileNotFoundError: [Errno 2] No such file or directory: 'aliceVision_meshing'", 'engine_crashed'],
])('%s is told as %s', (output, reason) => {
  expect(reasonOfFailure(output)).toBe(reason);
});
