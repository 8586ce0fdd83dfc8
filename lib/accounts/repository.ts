import { asc, eq, inArray } from 'drizzle-orm';
import { users } from '@/drizzle/schema/accounts';
import { type Executor, mysql } from '@/lib/platform/mysql';

export type UserRow = typeof users.$inferSelect;

export async function findUser(id: string): Promise<UserRow | undefined> {
  const [row] = await mysql().select().from(users).where(eq(users.id, id)).limit(1);
  return row;
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
