import { envNames } from '../../lib/env';

/**
 * What tests, pictures and measurements start first. They empty stores, sweep buckets and furnish shops: were MYSQL_URL and
 * the like of the shell still there, System would take the operator's own stores for theirs.
 */
// The default export, since it is a global setup of Vitest as well.
export default function forgetSettings(): void {
  for (const name of envNames) delete process.env[name];
}
