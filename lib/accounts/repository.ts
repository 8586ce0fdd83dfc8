import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { users } from '@/drizzle/schema/accounts';
import { type Executor, mysql } from '@/lib/platform/mysql';

export type UserRow = typeof users.$inferSelect;

/** Who has left is not found. */
export async function findUser(id: string): Promise<UserRow | undefined> {
  const [row] = await mysql().select().from(users).where(isThere(id)).limit(1);
  return row;
}

const isThere = (id: string) => and(eq(users.id, id), isNull(users.deletedAt));

export async function findUserByIdentity(issuer: string, subject: string): Promise<UserRow | undefined> {
  const [row] = await mysql()
    .select()
    .from(users)
    .where(and(eq(users.issuer, issuer), eq(users.subject, subject)))
    .limit(1);
  return row;
}

/** @param email in lower case */
export async function findUserByEmail(email: string): Promise<UserRow | undefined> {
  const [row] = await mysql().select().from(users).where(eq(users.email, email)).limit(1);
  return row;
}

/** Whether somebody has it, without regard to case, accents and what else the column's collation takes for the same. */
export async function isNameTaken(name: string): Promise<boolean> {
  return (await mysql().$count(users, eq(users.name, name))) > 0;
}

/** Leaves those alone who have left: a request that was under way writes nothing back. */
export async function updateUser(
  id: string,
  patch: Partial<typeof users.$inferInsert>,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.update(users).set(patch).where(isThere(id));
}

/** Takes everything personal out of a row and ends its sessions. False when somebody was faster. */
export async function emptyUser(executor: Executor, id: string): Promise<boolean> {
  const nothing = {
    // Names are unique; this one is longer than any that a person may choose.
    name: id,
    issuer: null,
    subject: null,
    email: null,
    firstRegionCode: null,
    secondRegionCode: null,
    locale: null,
    role: 'member',
    demo: false,
    tokenVersion: sql`${users.tokenVersion} + 1`,
    deletedAt: new Date(),
  } as const;
  const [result] = await executor.update(users).set(nothing).where(isThere(id));
  return result.affectedRows === 1;
}

/** From now on no session of this person counts. */
export async function countUpTokenVersion(id: string, executor: Executor = mysql()): Promise<void> {
  await executor
    .update(users)
    .set({ tokenVersion: sql`${users.tokenVersion} + 1` })
    .where(eq(users.id, id));
}

export async function findUsers(ids: readonly string[]): Promise<UserRow[]> {
  if (ids.length === 0) return [];
  return mysql()
    .select()
    .from(users)
    .where(inArray(users.id, [...ids]));
}

/** The token version of each of these that may be signed in, which those that are banned may not. */
export async function findTokenVersions(ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await mysql()
    .select({ id: users.id, tokenVersion: users.tokenVersion })
    .from(users)
    .where(and(inArray(users.id, [...ids]), isNull(users.bannedAt)));
  return new Map(rows.map(({ id, tokenVersion }) => [id, tokenVersion]));
}

/** Those who have left, and those who are banned. */
export async function findGone(): Promise<Pick<UserRow, 'id' | 'deletedAt'>[]> {
  return mysql()
    .select({ id: users.id, deletedAt: users.deletedAt })
    .from(users)
    .where(or(isNotNull(users.deletedAt), isNotNull(users.bannedAt)));
}

export async function findDemoUsers(): Promise<UserRow[]> {
  return mysql().select().from(users).where(eq(users.demo, true)).orderBy(asc(users.id));
}

export async function insertUser(
  row: typeof users.$inferInsert,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.insert(users).values(row);
}
