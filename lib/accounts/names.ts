import { randomInt } from 'node:crypto';
import * as repository from './repository';
import { maxNameLength, minNameLength, nameCharactersOf, nameSchema } from './schema';

const nameless = '이웃';

/**
 * A name close to the wished one that nobody has: the wish itself, else with a number behind it. Somebody may still
 * take it before it is written; the unique key decides.
 */
export async function proposeName(wish: string): Promise<string> {
  const base = toName(wish);
  const numbered = [2, 3, 4, randomInt(10, 100), randomInt(100, 10_000), randomInt(10_000, 1_000_000)];
  // The store is asked about each: what looks alike to its unique key, as Straße and Strasse do, only it knows.
  for (const name of [base, ...numbered.map((number) => withNumber(base, number))])
    if (!(await repository.isNameTaken(name))) return name;
  return withNumber(nameless, randomInt(1e9));
}

function toName(wish: string): string {
  const kept = nameCharactersOf(wish.normalize('NFC'));
  const name = nameSchema.safeParse([...kept].slice(0, maxNameLength).join(''));
  return name.success && name.data.length >= minNameLength ? name.data : nameless;
}

function withNumber(base: string, number: number): string {
  const digits = `${number}`;
  return `${[...base].slice(0, maxNameLength - digits.length).join('')}${digits}`;
}
