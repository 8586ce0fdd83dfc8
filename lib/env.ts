import { z } from 'zod';
import { isLocalHost } from './platform/local-host';

const port = z.coerce.number().int().min(0).max(65535);
const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');

/** Compose passes on what is not set as an empty text. */
const unlessEmpty = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type);

const schema = z.object({
  /** The one origin that people see; every public address comes from it. */
  PUBLIC_URL: z.url('an absolute URL such as https://bitmarket.example'),
  /** Another origin for user media; PUBLIC_URL when absent. */
  MEDIA_URL: unlessEmpty(z.url().optional()),
  AUTH_SECRET: z.string().min(32, 'at least 32 random characters'),
  MYSQL_URL: z.url({ protocol: /^mysql$/, error: 'mysql://user:password@host:port/database' }),
  MONGODB_URL: z.url({ protocol: /^mongodb(\+srv)?$/, error: 'mongodb://host:port/database' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'redis://host:port' }),
  /** A node of a Redis Cluster whose sharded Pub/Sub carries the hints; without it REDIS_URL does. */
  PUBSUB_CLUSTER_URL: unlessEmpty(
    z.url({ protocol: /^rediss?$/, error: 'redis://host:port of a node' }).optional(),
  ),
  S3_ENDPOINT: z.url('the address of the object store inside the network'),
  S3_ACCESS_KEY: z.string().min(1),
  S3_SECRET_KEY: z.string().min(1),
  S3_REGION: z.string().default('us-east-1'),
  /** Put before the bucket names, so that tests share one store. Empty in production: the gateway routes by name. */
  BUCKET_PREFIX: z.string().default(''),
  /** Put before every Redis key, so that tests share one Redis. */
  REDIS_PREFIX: z.string().default(''),
  CHAT_PORT: port.default(3002),
  /** Where the chat server listens: for the gateway beside it; in a container, for the one in another. */
  CHAT_HOST: z.string().default('127.0.0.1'),
  /** Sign in as a demo person with one click. Refused unless PUBLIC_URL is on this machine. */
  DEMO_SIGN_IN: flag,
  /** The OpenID Connect provider of the sign-in. Google; another one in tests. */
  OIDC_ISSUER: unlessEmpty(
    z
      .url('the address under which /.well-known/openid-configuration is found')
      .default('https://accounts.google.com'),
  ),
  /** From the provider's console. Without them there is no such sign-in. */
  OIDC_CLIENT_ID: unlessEmpty(z.string().optional()),
  OIDC_CLIENT_SECRET: unlessEmpty(z.string().optional()),
  /** Signs what is pushed to browsers: a P-256 key, 32 bytes in base64url. Without it nothing is pushed. */
  VAPID_PRIVATE_KEY: unlessEmpty(
    z
      .string()
      .regex(/^[\w-]{43}$/, '32 random bytes in base64url')
      .optional(),
  ),
  /** A push service of the tests on this machine, beside those of the browsers. */
  PUSH_TEST_ORIGIN: z.url().optional(),
  SCAN_ENGINE: z.enum(['auto', 'builtin', 'meshroom']).default('auto'),
  /** How much work a scan does; `quick` makes a coarse model of a small clip, for tests. */
  SCAN_PROFILE: z.enum(['standard', 'quick']).default('standard'),
  /** Scans that one worker process runs at a time; by its cores and memory when absent. */
  SCAN_SLOTS: unlessEmpty(z.coerce.number().int().min(1).max(64).optional()),
  /** Scratch space of the worker; a scan needs about 2 GB. */
  WORK_DIRECTORY: z.string().default('.bitmarket/work'),
  /** How long the private original of a video is kept; its owner sees the date. */
  ORIGINAL_RETENTION_DAYS: unlessEmpty(z.coerce.number().int().min(1).max(3650).default(30)),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Set by the launcher: the process ends itself when this one is gone. */
  LAUNCHER_PID: z.coerce.number().int().positive().optional(),
});

/** Every variable that a process may be given, for checks of what documents and containers name. */
export const envNames: readonly string[] = Object.keys(schema.shape);

export type Env = z.infer<typeof schema>;

/** Reads and checks the environment. Throws one error that names every variable at fault and what it should be. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not complete:\n${lines.join('\n')}`);
  }
  const env = result.data;
  if (env.DEMO_SIGN_IN && !isLocalHost(new URL(env.PUBLIC_URL).hostname)) {
    throw new Error('DEMO_SIGN_IN=1 is refused with a public PUBLIC_URL: anyone could sign in as anyone.');
  }
  if (env.PUSH_TEST_ORIGIN && !isLocalHost(new URL(env.PUSH_TEST_ORIGIN).hostname)) {
    throw new Error('PUSH_TEST_ORIGIN is for tests: it has to be on this machine.');
  }
  if ((env.OIDC_CLIENT_ID === undefined) !== (env.OIDC_CLIENT_SECRET === undefined)) {
    throw new Error('OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set both, or neither.');
  }
  return env;
}

/** What programs that are not ours are given, and those that look at what strangers sent: everything but our secrets. */
export function environmentOfChildren(): NodeJS.ProcessEnv {
  const children = { ...process.env };
  for (const name of envNames) delete children[name];
  return children;
}

/** Where this machine keeps programs, and Meshroom its libraries: the system's own settings, there without any of ours. */
export const searchPath = () => process.env.PATH ?? '';
export const aliceVisionRoot = () => process.env.ALICEVISION_ROOT;

let parsed: Env | undefined;

/** The environment of this process, read at first use: `next build` runs without one. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
