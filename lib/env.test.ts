import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envNames, parseEnv } from './env';

const complete = {
  PUBLIC_URL: 'http://localhost:3000',
  AUTH_SECRET: 'x'.repeat(32),
  MYSQL_URL: 'mysql://user:password@127.0.0.1:3306/bitmarket',
  MONGODB_URL: 'mongodb://127.0.0.1:27017/bitmarket',
  REDIS_URL: 'redis://127.0.0.1:6379',
  S3_ENDPOINT: 'http://127.0.0.1:8333',
  S3_ACCESS_KEY: 'key',
  S3_SECRET_KEY: 'secret',
};

test('a complete environment is read, with defaults for the rest', () => {
  expect(parseEnv(complete)).toMatchObject({ SCAN_ENGINE: 'auto', DEMO_SIGN_IN: false, CHAT_PORT: 3002 });
});

test('every variable at fault is named at once', () => {
  const { MYSQL_URL: _, ...rest } = complete;
  const read = () => parseEnv({ ...rest, REDIS_URL: 'http://127.0.0.1', AUTH_SECRET: 'short' });
  expect(read).toThrow(/MYSQL_URL: mysql:\/\/[\s\S]*/);
  expect(read).toThrow(/REDIS_URL/);
  expect(read).toThrow(/AUTH_SECRET: at least 32/);
});

test('demo sign-in is refused with a public address', () => {
  expect(parseEnv({ ...complete, DEMO_SIGN_IN: '1' }).DEMO_SIGN_IN).toBe(true);
  expect(() => parseEnv({ ...complete, DEMO_SIGN_IN: '1', PUBLIC_URL: 'https://town.example' })).toThrow(
    /DEMO_SIGN_IN/,
  );
});

test('sign-in needs both halves of its client, and what compose leaves empty counts as absent', () => {
  const absent = { OIDC_ISSUER: '', OIDC_CLIENT_ID: '', OIDC_CLIENT_SECRET: '' };
  expect(parseEnv({ ...complete, ...absent })).toMatchObject({ OIDC_ISSUER: 'https://accounts.google.com' });
  expect(() => parseEnv({ ...complete, ...absent, OIDC_CLIENT_ID: 'bitmarket' })).toThrow(
    /OIDC_CLIENT_SECRET/,
  );
});

test('the README explains every variable', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(envNames.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
