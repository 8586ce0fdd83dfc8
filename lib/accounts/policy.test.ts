import { expect, test } from 'vitest';
import { mayChangeRole, maySuspend, operator } from './policy';
import { type Role, roles } from './schema';

const person = (role: Role) => ({ id: `usr_${role}`, role });

/** Every pair that may; whatever is not named may not. */
const allowed = ['moderator member', 'administrator member', 'administrator moderator'];

test('only those who moderate suspend, and only people below them', () => {
  const pairs = roles.flatMap((actor) => roles.map((subject) => [actor, subject] as const));
  const may = pairs.filter(([actor, subject]) => maySuspend(person(actor), person(subject)));
  expect(may.map((pair) => pair.join(' '))).toEqual(allowed);
});

test('whoever runs the site may do everything, and alone gives roles', () => {
  expect(roles.every((role) => maySuspend(operator, person(role)))).toBe(true);
  expect(mayChangeRole(operator)).toBe(true);
  expect(roles.some((role) => mayChangeRole(person(role)))).toBe(false);
});
