import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as repository from './repository';
import { createDemoPerson, findActiveUser } from './service';
import { type Identity, signInWithIdentity } from './sign-in';

const issuer = 'https://accounts.example';
const newcomer = (): Identity => {
  const subject = randomUUID();
  return { issuer, subject, email: `${subject}@town.example`, emailVerified: true, name: '하늘' };
};
const nameOf = async (id: string) => (await findActiveUser(id))?.name;

describe('who comes in', () => {
  test('is made a person the first time, and is that person ever after', async () => {
    const identity = newcomer();
    const first = await signInWithIdentity(identity);
    const again = await signInWithIdentity({ ...identity, name: 'somebody else' });
    expect(again).toEqual(first);
    expect(await nameOf(first.id)).toMatch(/^하늘/);
  });

  test('gets a name of their own where the wished one looks alike to the store only', async () => {
    const mark = `${randomUUID().slice(0, 6)}`;
    for (const [one, two] of [
      ['Straße', 'Strasse'],
      ['Ｋim', 'Kim'],
      ['はな', 'ハナ'],
    ]) {
      const first = await signInWithIdentity({ ...newcomer(), name: `${one}${mark}` });
      const second = await signInWithIdentity({ ...newcomer(), name: `${two}${mark}` });
      expect([await nameOf(first.id), await nameOf(second.id)]).toEqual([`${one}${mark}`, `${two}${mark}2`]);
    }
  });

  test('is one person, however many tabs come in at once', async () => {
    const identity = newcomer();
    const people = await Promise.all(Array.from({ length: 8 }, () => signInWithIdentity(identity)));
    expect(new Set(people.map(({ id }) => id)).size).toBe(1);
  });

  test('is another person where the subject differs in case only, or the issuer', async () => {
    const identity = { ...newcomer(), subject: `aB${randomUUID()}` };
    const first = await signInWithIdentity(identity);
    const other = {
      ...identity,
      subject: identity.subject.replace('aB', 'Ab'),
      email: `x-${identity.email}`,
    };
    expect((await signInWithIdentity(other)).id).not.toBe(first.id);
    const elsewhere = { ...identity, issuer: 'https://other.example', email: `y-${identity.email}` };
    expect((await signInWithIdentity(elsewhere)).id).not.toBe(first.id);
  });

  test('takes a new address along, unless somebody else has it', async () => {
    const [one, two] = [newcomer(), newcomer()];
    const { id } = await signInWithIdentity(one);
    await signInWithIdentity(two);
    await signInWithIdentity({ ...one, email: `New-${one.email}` });
    expect((await repository.findUser(id))?.email).toBe(`new-${one.email}`);
    expect((await signInWithIdentity({ ...one, email: two.email })).id).toBe(id);
    expect((await repository.findUser(id))?.email).toBe(`new-${one.email}`);
  });
});

describe('is refused', () => {
  test('an address that another subject has, in whatever case, and nothing is written', async () => {
    const identity = newcomer();
    await signInWithIdentity(identity);
    const other = { ...newcomer(), email: identity.email.toUpperCase() };
    await expect(signInWithIdentity(other)).rejects.toMatchObject({ code: 'auth.email_in_use' });
    expect(await repository.findUserByIdentity(issuer, other.subject)).toBeUndefined();
  });

  test('an address that the provider has not verified', async () => {
    const identity = { ...newcomer(), emailVerified: false };
    await expect(signInWithIdentity(identity)).rejects.toMatchObject({ code: 'auth.email_unverified' });
  });

  test('somebody banned', async () => {
    const identity = newcomer();
    const { id } = await signInWithIdentity(identity);
    await repository.updateUser(id, { bannedAt: new Date() });
    await expect(signInWithIdentity(identity)).rejects.toMatchObject({ code: 'auth.banned' });
  });

  test.each(['', 'with space', 'ünïcode', 'x'.repeat(256)])('a subject that is none: %j', async (subject) => {
    await expect(signInWithIdentity({ ...newcomer(), subject })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

describe('the first name', () => {
  test('is the wish without what may not be in a name', async () => {
    const name = `Nari${randomUUID().slice(0, 6)}`;
    const { id } = await signInWithIdentity({ ...newcomer(), name: `\u3164<${name}>\u200B🦊` });
    expect(await nameOf(id)).toBe(name);
  });

  test('gets a number when somebody has it, whatever the case', async () => {
    const name = `Kim${randomUUID().slice(0, 6)}`;
    const first = await signInWithIdentity({ ...newcomer(), name });
    const second = await signInWithIdentity({ ...newcomer(), name: name.toUpperCase() });
    expect(await nameOf(first.id)).toBe(name);
    expect(await nameOf(second.id)).toBe(`${name.toUpperCase()}2`);
  });

  test.each([
    ['<img src=x onerror=alert(1)>', 'img srcx onerroraler'],
    ['\u202Enimda\u202C', 'nimda'],
    ['  넓은   마당  ', '넓은 마당'],
  ])('keeps of %j only what a name may hold', async (name, kept) => {
    const { id } = await signInWithIdentity({ ...newcomer(), name });
    expect(await nameOf(id)).toBe(kept);
  });

  test.each(['', 'x', '🦊🦊🦊', '\u200B\u200B'])('is made up for %j', async (name) => {
    const { id } = await signInWithIdentity({ ...newcomer(), name });
    expect(await nameOf(id)).toMatch(/^이웃\d*$/);
  });
});

test('a demo person cannot be reached by an identity without issuer', async () => {
  await createDemoPerson('usr_demo_of_sign_in', `demo-${randomUUID().slice(0, 8)}`);
  await expect(signInWithIdentity({ ...newcomer(), issuer: '' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
});
