import { expect, test } from 'vitest';
import { missingFields, type Words } from './missing-fields';

const region = {
  code: '1101053',
  name: { ko: '사직동', en: 'Sajik-dong' },
  fullName: { ko: '서울특별시 종로구 사직동', en: 'Sajik-dong, Jongno-gu, Seoul' },
};
const complete: Words = { title: '원목 의자', description: '', priceWon: 0, condition: 'good', region };

test('a finished draft misses nothing; giving away is a price, and a description is not demanded', () => {
  expect(missingFields(complete, true)).toEqual([]);
});

test('an empty draft misses everything, in the order of the page', () => {
  const empty: Words = { title: ' ', description: '', priceWon: null, condition: null, region: null };
  expect(missingFields(empty, false)).toEqual(['photos', 'title', 'priceWon', 'condition', 'regionCode']);
});

test('one letter is not a title', () => {
  expect(missingFields({ ...complete, title: '책' }, true)).toEqual(['title']);
});
