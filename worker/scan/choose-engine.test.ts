import { expect, test } from 'vitest';
import { chooseEngine } from './choose-engine';

const turned = { left: 0, top: 0, fullWidth: 1280, fullHeight: 720 };

test.each([
  ['auto', {}, true, 'meshroom'],
  ['auto', {}, false, 'builtin'],
  ['auto', { turned }, true, 'builtin'],
  ['meshroom', { turned }, true, 'meshroom'],
  ['builtin', {}, true, 'builtin'],
] as const)('%s, %j, Meshroom here: %s, is %s', (name, frames, usable, chosen) => {
  expect(chooseEngine(name, frames, () => usable).name).toBe(chosen);
});
