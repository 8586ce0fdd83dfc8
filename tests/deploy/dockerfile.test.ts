import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import dockerfilelint from 'dockerfilelint';
import { describe, expect, test } from 'vitest';
import { serviceCommands } from '@/bin/launcher/services';

const text = readFileSync('Dockerfile', 'utf8');

interface Stage {
  name: string;
  base: string;
  lines: string[];
}

/** The file's stages, with continued lines joined and comments left out. */
function stagesOf(dockerfile: string): Stage[] {
  const stages: Stage[] = [];
  const joined = dockerfile.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, ' ');
  for (const line of joined.split('\n').map((entry) => entry.trim())) {
    const from = /^FROM (\S+) AS (\S+)$/.exec(line);
    if (from) stages.push({ base: from[1] ?? '', name: from[2] ?? '', lines: [] });
    else if (line !== '') stages.at(-1)?.lines.push(line);
  }
  return stages;
}

const stages = stagesOf(text);

function stage(name: string): Stage {
  const found = stages.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`there is no stage ${name}`);
  return found;
}

/** The last instruction of its kind that holds in a stage: its own, or one of the stages that it is made from. */
function inherited(name: string, keyword: string): string | undefined {
  const { base, lines } = stage(name);
  const own = lines.filter((line) => line.startsWith(`${keyword} `)).at(-1);
  if (own) return own.slice(keyword.length + 1);
  return stages.some((candidate) => candidate.name === base) ? inherited(base, keyword) : undefined;
}

describe.each([
  ['web', serviceCommands.web(3000, '0.0.0.0')],
  ['chat', serviceCommands.chat],
  ['worker', serviceCommands.worker],
  ['worker-meshroom', serviceCommands.worker],
])('target %s', (name, command) => {
  test('runs the launcher’s command', () => {
    expect(JSON.parse(inherited(name, 'CMD') ?? '[]')).toEqual(command);
  });

  test('does not run as root', () => {
    expect(inherited(name, 'USER')).toBe('node');
  });
});

test('what is copied from the repository exists, and reaches the build', () => {
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean);
  const copies = stages.flatMap(({ lines }) => lines.filter((line) => /^COPY (?!.*--from=)/.test(line)));
  const sources = copies.flatMap((line) =>
    line
      .split(' ')
      .filter((word) => !word.startsWith('--'))
      .slice(1, -1),
  );
  expect(sources.length).toBeGreaterThan(8);
  for (const source of sources) {
    expect(existsSync(source), `${source} exists`).toBe(true);
    expect(ignored, `${source} is not ignored`).not.toContain(source);
  }
});

test('what web serves as it is, is copied as soon as there is such a folder', () => {
  const tracked = execFileSync('git', ['ls-files', 'public'], { encoding: 'utf8' }) !== '';
  expect(stage('web').lines.some((line) => / public \.\/public$/.test(line))).toBe(tracked);
});

test('dockerfilelint has nothing to say', () => {
  // It takes the name of an earlier stage for an image without a tag; tags are the next test's.
  const issues = dockerfilelint.run('.', text).filter(({ rule }) => rule !== 'missing_tag');
  expect(issues.map(({ title, line }) => `${line}: ${title}`)).toEqual([]);
  expect(dockerfilelint.run('.', 'FROM debian:latest').map(({ rule }) => rule)).toEqual(['latest_tag']);
});

test('every image from outside has a version', () => {
  const defaults = new Map(
    [...text.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name, value]) => [`\${${name}}`, value]),
  );
  const outside = stages
    .map(({ base }) => defaults.get(base) ?? base)
    .filter((base) => !stages.some((s) => s.name === base));
  expect(outside.length).toBeGreaterThan(2);
  for (const image of outside) expect(image).toMatch(/:[\w.-]*\d/);
});
