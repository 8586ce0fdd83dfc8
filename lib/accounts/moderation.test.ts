import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { entriesAbout } from '@/lib/audit/service';
import { ban, changeRole, findByEmail, unban } from './moderation';
import { operator } from './policy';
import type { Viewer } from './schema';
import { findViewer } from './service';
import { signOutEverywhere } from './sessions';
import { signInWithIdentity } from './sign-in';

const identity = () => {
  const subject = randomUUID();
  return {
    issuer: 'https://accounts.example',
    subject,
    email: `${subject}@town.example`,
    emailVerified: true,
    name: '사람',
  };
};

async function enter(who = identity()): Promise<Viewer> {
  const { id, tokenVersion } = await signInWithIdentity(who);
  const viewer = await findViewer(id, tokenVersion);
  if (!viewer) throw new Error('the session does not count');
  return viewer;
}

const counts = async ({ id, tokenVersion }: Viewer) => (await findViewer(id, tokenVersion)) !== null;

test('a ban ends every session at once, and lifting it brings none of them back', async () => {
  const who = identity();
  const viewer = await enter(who);
  await ban(operator, viewer.id, 'sold the same bicycle twice');
  expect(await counts(viewer)).toBe(false);
  await expect(enter(who)).rejects.toMatchObject({ code: 'auth.banned' });
  await unban(operator, viewer.id, 'it was another bicycle');
  expect(await counts(viewer)).toBe(false);
  expect((await enter(who)).id).toBe(viewer.id);
  expect(await entriesAbout(viewer.id)).toMatchObject([
    { action: 'account.ban', reason: 'sold the same bicycle twice' },
    { action: 'account.unban', reason: 'it was another bicycle' },
  ]);
});

test('a member bans nobody, and nothing is written', async () => {
  const [member, other] = [await enter(), await enter()];
  for (const change of [ban, unban])
    await expect(change(member, other.id, '')).rejects.toMatchObject({ code: 'auth.forbidden' });
  expect(await counts(other)).toBe(true);
  expect(await entriesAbout(other.id)).toEqual([]);
});

test('a moderator bans a member, not an administrator and not themselves', async () => {
  const [member, administrator, who] = [await enter(), await enter(), identity()];
  const { id } = await enter(who);
  await changeRole(operator, id, 'moderator');
  await changeRole(operator, administrator.id, 'administrator');
  const moderator = await enter(who);
  await ban(moderator, member.id, 'spam');
  expect(await counts(member)).toBe(false);
  for (const subject of [administrator.id, moderator.id])
    await expect(ban(moderator, subject, 'spam')).rejects.toMatchObject({ code: 'auth.forbidden' });
});

test('roles come from the operator alone, and every change is written down', async () => {
  const who = identity();
  const viewer = await enter(who);
  await expect(changeRole(viewer, viewer.id, 'administrator')).rejects.toMatchObject({
    code: 'auth.forbidden',
  });
  await changeRole(operator, (await findByEmail(who.email.toUpperCase())).id, 'administrator');
  expect(await counts(viewer)).toBe(false);
  const administrator = await enter(who);
  expect(administrator.role).toBe('administrator');
  await expect(changeRole(administrator, viewer.id, 'member')).rejects.toMatchObject({
    code: 'auth.forbidden',
  });
  expect(await entriesAbout(viewer.id)).toMatchObject([
    { action: 'role.change', reason: 'member → administrator' },
  ]);
});

test('an address that merely looks alike finds nobody', async () => {
  const who = identity();
  await enter(who);
  const [local] = who.email.split('@');
  await expect(findByEmail(`${local}@tówn.example`)).rejects.toMatchObject({ code: 'account.not_found' });
});

test('signing out everywhere ends every session and lets a new one begin', async () => {
  const who = identity();
  const viewer = await enter(who);
  await signOutEverywhere(viewer);
  expect(await counts(viewer)).toBe(false);
  expect(await counts(await enter(who))).toBe(true);
});
