import { expect, test } from 'vitest';
import { httpStatusByCode } from '@/lib/errors';
import { scanFailureReasons, scanStages } from '@/lib/scans/schema';
import en from './en.json';
import ko from './ko.json';

/** Every sentence under its dotted path. */
function sentences(tree: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + key, value);
    else for (const [inner, text] of sentences(value, `${path}${key}.`)) found.set(inner, text);
  }
  return found;
}

/** The names of the places that a sentence leaves open. */
const places = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();

const languages = { ko: sentences(ko), en: sentences(en) };

test('Korean and English say the same things', () => {
  expect([...languages.en.keys()].sort()).toEqual([...languages.ko.keys()].sort());
});

test('a sentence leaves the same places open in both languages', () => {
  for (const [key, text] of languages.ko)
    expect([key, places(languages.en.get(key) ?? '')]).toEqual([key, places(text)]);
});

test.each(['ko', 'en'] as const)('every error, stage and reason has a sentence (%s)', (language) => {
  const wanted = [
    ...Object.keys(httpStatusByCode).map((code) => `errors.${code}`),
    ...scanStages.map((stage) => `scan.stage.${stage}`),
    ...scanFailureReasons.map((reason) => `scan.failure.${reason}`),
  ];
  expect(wanted.filter((key) => !languages[language].get(key))).toEqual([]);
});

test.each(['ko', 'en'] as const)('no sentence shouts (%s)', (language) => {
  expect([...languages[language].values()].filter((text) => text.includes('!'))).toEqual([]);
});
