import { migrate as applyMigrations } from 'drizzle-orm/mysql2/migrator';
import { mysql } from './mysql';

/** Brings the database to the newest migration. Safe to run again. Run from the root of the repository. */
export async function migrate(): Promise<void> {
  await applyMigrations(mysql(), { migrationsFolder: 'drizzle/migrations' });
}
