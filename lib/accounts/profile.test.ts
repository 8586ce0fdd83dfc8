import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { importRegions } from '@/lib/regions/service';
import { createPerson, createRegion, regionCode } from '@/tests/harness/factories';
import { getProfile, saveProfile } from './profile';
import { findActiveUser } from './service';

const unique = (name: string) => `${name}${randomUUID().slice(0, 6)}`;

test('what is given is written, the rest stays', async () => {
  const viewer = await createPerson();
  await createRegion();
  await saveProfile(viewer, { regionCodes: [regionCode] });
  const name = unique('Haneul');
  await saveProfile(viewer, { name: `  ${name} `, locale: 'en' });
  expect(await getProfile(viewer)).toMatchObject({ name, regions: [{ code: regionCode }] });
  expect(await findActiveUser(viewer.id)).toMatchObject({ name, locale: 'en' });
  await saveProfile(viewer, { regionCodes: [] });
  expect((await getProfile(viewer)).regions).toEqual([]);
});

test('a name that somebody has is refused, whatever its case, with one that nobody has', async () => {
  const name = unique('Boram');
  await saveProfile(await createPerson(), { name });
  const second = await createPerson();
  const refusal = saveProfile(second, { name: name.toUpperCase() });
  await expect(refusal).rejects.toMatchObject({
    code: 'account.name_taken',
    details: { proposal: `${name.toUpperCase()}2` },
  });
  await saveProfile(second, { name: `${name.toUpperCase()}2` });
});

test('one name that many want at once goes to one of them', async () => {
  const name = unique('Dami');
  const people = await Promise.all(Array.from({ length: 6 }, createPerson));
  const outcomes = await Promise.allSettled(people.map((viewer) => saveProfile(viewer, { name })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

const hangulFillers = ['민수\u3164', '\u3164\u3164', 'a\u115Fb', '\uFFA0\uFFA0'];
test.each([
  ...['', ' ', 'x', 'x'.repeat(21), 'a\u202Eb', 'a\u200Bb', '<b>bold</b>', 'two\nlines', '🦊🦊'],
  ...hangulFillers,
])('a name may not be %j', async (name) => {
  await expect(saveProfile(await createPerson(), { name })).rejects.toMatchObject({
    code: 'input.invalid',
    details: { field: 'name' },
  });
});

test('two neighbourhoods at most, each once, and only such as exist', async () => {
  const viewer = await createPerson();
  await createRegion();
  const second = '1101054';
  await importRegions([
    [second, '서울특별시', '종로구', '삼청동', 'Seoul', 'Jongno-gu', 'Samcheong-dong', '37.58', '126.98'],
  ]);
  await saveProfile(viewer, { regionCodes: [second, regionCode] });
  expect((await getProfile(viewer)).regions.map(({ code }) => code)).toEqual([second, regionCode]);
  for (const regionCodes of [[regionCode, regionCode], [regionCode, second, '1101055'], ['9999999'], ['x']])
    await expect(saveProfile(viewer, { regionCodes })).rejects.toMatchObject({ code: 'input.invalid' });
  expect((await getProfile(viewer)).regions.map(({ code }) => code)).toEqual([second, regionCode]);
});
