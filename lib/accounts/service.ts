import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { picturesOf } from '@/lib/media/portraits';
import * as repository from './repository';
import { type PersonDto, unknownPerson, type Viewer } from './schema';

/** The people of the demo shop. Throws auth.demo_disabled where there is no demo. */
export async function listDemoPeople(): Promise<PersonDto[]> {
  requireDemo();
  const rows = await repository.findDemoUsers();
  const pictures = await picturesOf(rows.map(({ id }) => id));
  return rows.map((row) => toPerson(row, pictures));
}

/** Signs in as a demo person, and as nobody else. */
export async function signInDemo(userId: string): Promise<{ id: string; tokenVersion: number }> {
  requireDemo();
  const row = await repository.findUser(userId);
  if (!row?.demo || row.bannedAt) throw new AppError('auth.forbidden');
  return { id: row.id, tokenVersion: row.tokenVersion };
}

function requireDemo(): void {
  if (!env().DEMO_SIGN_IN) throw new AppError('auth.demo_disabled');
}

/** The person behind a session, or null when the session no longer counts: banned, or signed out everywhere. */
export async function findViewer(userId: string, tokenVersion: number): Promise<Viewer | null> {
  const row = await repository.findUser(userId);
  if (!row || row.bannedAt || row.tokenVersion !== tokenVersion) return null;
  return toViewer(row);
}

/** Somebody who need not prove anything: for the seed and for tests. Null for the banned. */
export async function findActiveUser(userId: string): Promise<Viewer | null> {
  const row = await repository.findUser(userId);
  return row && !row.bannedAt ? toViewer(row) : null;
}

function toViewer({ id, name, role, locale, tokenVersion }: repository.UserRow): Viewer {
  return { id, name, role, locale, tokenVersion };
}

export async function peopleById(ids: readonly string[]): Promise<Map<string, PersonDto>> {
  const [rows, pictures] = await Promise.all([repository.findUsers(ids), picturesOf(ids)]);
  return new Map(rows.map((row) => [row.id, toPerson(row, pictures)]));
}

function toPerson({ id, name, deletedAt }: repository.UserRow, pictures: Map<string, string>): PersonDto {
  return deletedAt ? unknownPerson(id) : { id, name, pictureUrl: pictures.get(id) ?? null };
}

/** Whether somebody has been shut out by an administrator. */
export async function isSuspended(userId: string): Promise<boolean> {
  const row = await repository.findUser(userId);
  return row !== undefined && row.bannedAt !== null;
}

/** For the demo seed only. */
export async function createDemoPerson(id: string, name: string): Promise<void> {
  await repository.insertUser({ id, name, demo: true });
}
