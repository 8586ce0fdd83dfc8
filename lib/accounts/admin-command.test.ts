import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findActiveUser, findViewer } from './service';
import { signInWithIdentity } from './sign-in';

/** What bin/admin runs, as whoever runs the site types it. */
async function admin(...args: string[]): Promise<{ code: number; output: string }> {
  const command = ['--import', 'tsx', 'bin/admin.ts', ...args];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env: process.env });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

test('grant makes the first administrator of somebody who has signed in once, and ends their old sessions', async () => {
  const email = `${randomUUID()}@town.example`;
  const identity = { issuer: 'https://provider.example', emailVerified: true, name: 'Boss' };
  expect(await admin('grant', email)).toMatchObject({ code: 1 });
  const { id, tokenVersion } = await signInWithIdentity({ ...identity, email, subject: randomUUID() });
  const granted = await admin('grant', email.toUpperCase());
  expect(granted.output).toContain('administrator');
  expect(granted.code).toBe(0);
  expect(await findActiveUser(id)).toMatchObject({ role: 'administrator' });
  expect(await findViewer(id, tokenVersion)).toBeNull();
  expect((await admin('revoke', email)).code).toBe(0);
  expect(await findActiveUser(id)).toMatchObject({ role: 'member' });
}, 120_000);
