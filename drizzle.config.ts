import { defineConfig } from 'drizzle-kit';

/** Only for `npx drizzle-kit generate`: migrations are applied by lib/platform/migrations.ts. */
export default defineConfig({
  dialect: 'mysql',
  schema: './drizzle/schema',
  out: './drizzle/migrations',
});
