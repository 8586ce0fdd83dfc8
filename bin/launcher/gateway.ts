import { mkdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { isLocalHost } from '@/lib/platform/local-host';
import { sameUser } from './identity';
import { findProgram, type Layout, repository } from './layout';
import type { Ports } from './ports';
import { probeTcpOpen } from './probes';
import { baseEnvironment, required } from './stores/store';
import type { ProcessSpec } from './supervised-process';

export interface PublicAddress {
  /** What people see; PUBLIC_URL of the children. */
  url: string;
  port: number;
  isLocal: boolean;
}

/** PUBLIC_URL of the environment, or this machine at the gateway's port. */
export function publicAddress(ports: Ports): PublicAddress {
  const given = process.env.PUBLIC_URL;
  if (!given) return { url: `http://localhost:${ports.gateway}`, port: ports.gateway, isLocal: true };
  const url = new URL(given);
  const isLocal = isLocalHost(url.hostname);
  return { url: url.origin, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80), isLocal };
}

/** Caddy with deploy/Caddyfile: the one origin in front of web, chat and the object store. */
export function gatewaySpec(
  layout: Layout,
  ports: Ports,
  address: PublicAddress,
  s3Endpoint: string,
  chatPorts: readonly number[] = [ports.chat],
): ProcessSpec {
  const directory = join(layout.directory, 'gateway');
  mkdirSync(directory, { recursive: true });
  const remedy = 'Put caddy on PATH; bin/start installs it where pip has a wheel for it.';
  const caddy = required(findProgram('caddy'), 'The gateway (caddy)', remedy);
  return {
    name: 'gateway',
    command: [
      ...sameUser,
      caddy,
      'run',
      '--config',
      join(repository, 'deploy/Caddyfile'),
      '--adapter',
      'caddyfile',
    ],
    cwd: directory,
    env: {
      ...baseEnvironment(),
      XDG_DATA_HOME: directory,
      XDG_CONFIG_HOME: directory,
      // A local site answers to every name of this machine; a public one gets its certificate for its name.
      GATEWAY_ADDRESS: address.isLocal ? `http://:${address.port}` : publicSites(address.url),
      GATEWAY_BIND: address.isLocal ? loopbacks().join(' ') : '0.0.0.0',
      WEB_UPSTREAM: `127.0.0.1:${ports.web}`,
      CHAT_UPSTREAM: chatPorts.map((port) => `127.0.0.1:${port}`).join(' '),
      OBJECTS_UPSTREAM: new URL(s3Endpoint).host,
    },
    logFile: join(layout.logs, 'gateway.log'),
    probe: () => probeTcpOpen(address.port),
    readyTimeoutMs: 20_000,
    stopTimeoutMs: 1_500,
  };
}

/** Media may have an origin of its own; it is served by the same rules. */
function publicSites(url: string): string {
  const media = process.env.MEDIA_URL;
  return media ? `${url}, ${new URL(media).origin}` : url;
}

/** localhost may mean either of them to a browser. */
function loopbacks(): string[] {
  const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ address }) => address === '::1'),
  );
  return hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1'];
}
