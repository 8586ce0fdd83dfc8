import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials } from './credentials';
import type { PublicAddress } from './gateway';
import type { Layout } from './layout';
import type { Ports } from './ports';
import type { Store } from './stores/store';

/** The part of the children's environment that the launcher decides; lib/env.ts says what each of them means. */
export function decidedEnvironment(
  layout: Layout,
  stores: readonly Store[],
  credentials: Credentials,
  ports: Ports,
  address: PublicAddress,
): Record<string, string> {
  return {
    PUBLIC_URL: address.url,
    AUTH_SECRET: process.env.AUTH_SECRET ?? credentials.authSecret,
    VAPID_PRIVATE_KEY: process.env.VAPID_PRIVATE_KEY ?? credentials.vapidPrivateKey,
    ...Object.assign({}, ...stores.map((store) => store.env)),
    WEB_PORT: `${ports.web}`,
    CHAT_PORT: `${ports.chat}`,
    // lib/env.ts refuses it where the address is public.
    DEMO_SIGN_IN: process.env.DEMO_SIGN_IN ?? (address.isLocal ? '1' : '0'),
    WORK_DIRECTORY: process.env.WORK_DIRECTORY ?? join(layout.directory, 'work'),
    NEXT_TELEMETRY_DISABLED: '1',
    LAUNCHER_PID: `${process.pid}`,
  };
}

/** Our own processes also get what the person set: LOG_LEVEL, SCAN_ENGINE and whatever later versions read. */
export function childEnvironment(decided: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), ...decided };
}

/** Lines for `source`, so that one process can be run by hand against running stores. Holds secrets: mode 600. */
export function writeEnvironmentFile(path: string, decided: Readonly<Record<string, string>>): void {
  const lines = Object.entries(decided)
    .filter(([name]) => name !== 'LAUNCHER_PID')
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`);
  writeFileSync(path, lines.join(''), { mode: 0o600 });
  chmodSync(path, 0o600);
}
