/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out.
 *
 * A registry mirror may carry only its own platform's binaries. npm then writes a lock without the others, and `npm ci`
 * refuses that lock ("Missing: @biomejs/cli-darwin-arm64@ from lock file") on every machine. An entry with the version
 * and the platform is enough: where it does not fit, npm ci never asks for it. Run it after `npm install PACKAGE`:
 *
 *     node --import tsx bin/complete-lockfile.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

export interface Lockfile {
  packages: Record<string, LockedPackage>;
}

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** The optional packages that some package names and the lock does not have, with the package that names them. */
export function missingOptional({
  packages,
}: Lockfile): { name: string; version: string; parent: LockedPackage }[] {
  return Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !resolves(packages, path, name))
      .map(([name, version]) => ({ name, version, parent })),
  );
}

/** Node's own search: beside the package, then in every folder above it. */
function resolves(packages: Lockfile['packages'], from: string, name: string): boolean {
  for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf('node_modules/') - 1, 0))) {
    if (packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`]) return true;
    if (base === '') return false;
  }
}

function entry(name: string, version: string, parent: LockedPackage): LockedPackage {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  // Without a platform npm ci would try to download it here, too.
  if (os.length + cpu.length === 0) throw new Error(`The platform of ${name} cannot be read from its name.`);
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(parent.dev && { dev: true }),
    ...(words.some((word) => word.startsWith('musl')) && { libc: ['musl'] }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}

if (import.meta.main) {
  const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
  const missing = missingOptional(lockfile);
  for (const { name, version, parent } of missing) {
    lockfile.packages[`node_modules/${name}`] = entry(name, version, parent);
  }
  lockfile.packages = Object.fromEntries(
    Object.entries(lockfile.packages).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
  writeFileSync('package-lock.json', `${JSON.stringify(lockfile, null, 2)}\n`);
  console.log(`${missing.length} added`);
}
