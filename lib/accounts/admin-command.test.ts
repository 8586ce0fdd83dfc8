import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openConversation } from '@/lib/chat/conversations';
import { channelName } from '@/lib/platform/redis';
import { connectSubscriber } from '@/lib/platform/subscriber';
import { conversationChannel } from '@/lib/protocol/pubsub';
import { createListing, createPerson } from '@/tests/harness/factories';
import { findActiveUser, findViewer } from './service';
import { signInWithIdentity } from './sign-in';

/** What bin/admin runs, as whoever runs the site types it. */
async function admin(...args: string[]): Promise<{ code: number; output: string }> {
  const command = ['--import', 'tsx', 'bin/admin.ts', ...args];
  try {
    const options = { env: process.env, timeout: 60_000 };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, options);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

const identity = { issuer: 'https://provider.example', emailVerified: true, name: 'Boss' };

test('grant makes the first administrator of somebody who has signed in once, and ends their old sessions', async () => {
  const email = `${randomUUID()}@town.example`;
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

test('ban and unban end, and tell the pages that are open', async () => {
  const email = `${randomUUID()}@town.example`;
  const { id } = await signInWithIdentity({ ...identity, email, subject: randomUUID() });
  const buyer = await findActiveUser(id);
  if (!buyer) throw new Error('there is no such person');
  const conversationId = await openConversation(buyer, await createListing(await createPerson()));
  const told: string[] = [];
  const pages = connectSubscriber({ onMessage: (_, text) => told.push(text), onReady: () => {} });
  onTestFinished(() => pages.disconnect());
  await pages.subscribe(channelName(conversationChannel.name(conversationId)));
  for (const [times, verb] of ['ban', 'unban'].entries()) {
    const { code, output } = await admin(verb, email, '--reason', 'sold the same bicycle twice');
    expect(output).toContain(`${verb} done`);
    expect(code).toBe(0);
    await vi.waitFor(() => expect(told).toHaveLength(times + 1));
  }
}, 120_000);
