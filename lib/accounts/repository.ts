import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { users } from '@/drizzle/schema/accounts';
import { type Executor, mysql } from '@/lib/platform/mysql';

export type UserRow = typeof users.$inferSelect;

export async function findUser(id: string): Promise<UserRow | undefined> {
  const [row] = await mysql().select().from(users).where(eq(users.id, id)).limit(1);
  return row;
}

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

/** Those of these names that somebody has. */
export async function findTakenNames(names: readonly string[]): Promise<string[]> {
  const rows = await mysql()
    .select({ name: users.name })
    .from(users)
    .where(inArray(users.name, [...names]));
  return rows.map((row) => row.name);
}

export async function updateUser(
  id: string,
  patch: Partial<typeof users.$inferInsert>,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.update(users).set(patch).where(eq(users.id, id));
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

export async function findDemoUsers(): Promise<UserRow[]> {
  return mysql().select().from(users).where(eq(users.demo, true)).orderBy(asc(users.id));
}

export async function insertUser(
  row: typeof users.$inferInsert,
  executor: Executor = mysql(),
): Promise<void> {
  await executor.insert(users).values(row);
}
