import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const password = () => randomBytes(24).toString('hex');

/** How each of them is made. */
const makers = {
  authSecret: password,
  mysqlPassword: password,
  mongodbPassword: password,
  redisPassword: password,
  s3AccessKey: password,
  s3SecretKey: password,
  /** Practically every number of this size is a private key of P-256. */
  vapidPrivateKey: () => randomBytes(32).toString('base64url'),
};
const names = Object.keys(makers) as (keyof typeof makers)[];

export type Credentials = Record<keyof typeof makers, string>;

/**
 * The secrets of this system, among them the passwords of the stores that the launcher runs. Made at the first start,
 * then kept: only the owner may read the file. A name that a later version adds is made when it is first missed.
 */
export function loadCredentials(path: string): Credentials {
  const known = readJson(path);
  const credentials = Object.fromEntries(
    names.map((name) => [name, known[name] ?? makers[name]()]),
  ) as Credentials;
  if (names.some((name) => known[name] === undefined)) {
    writeFileSync(`${path}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  chmodSync(path, 0o600);
  return credentials;
}

function readJson(path: string): Partial<Credentials> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Credentials>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    // New passwords would lock us out of the data that is there.
    throw new Error(
      `${path} cannot be read (${(error as Error).message}). Restore it, or remove the data with it.`,
    );
  }
}
