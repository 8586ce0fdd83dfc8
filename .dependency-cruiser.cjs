/**
 * The import rules of the design: transport adapter → use case → repository, and nothing the other way round.
 * All of them are errors. `npm test -- imports` also asserts that files were cruised at all: with an unsupported
 * TypeScript the tool reports success over nothing.
 */

/** Tests may look into any store and any repository; they are not part of what runs. */
const tests = '\\.test\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'app-is-transport',
      comment:
        'app uses components, services, schemas, protocol and errors. Adapters and tables are behind services.',
      severity: 'error',
      from: { path: '^app/', pathNot: tests },
      to: { path: '^(lib/platform|drizzle|server|worker|bin|tests)/' },
    },
    {
      name: 'components-take-props',
      comment: 'components import schema, policy and protocol of lib; data and actions come in as props.',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: {
        path: '^(app|server|worker|drizzle|bin|tests)/|^lib/(?!protocol/|errors\\.ts$|[^/]+/(schema|policy)\\.ts$)',
      },
    },
    {
      name: 'components-never-reach-stores',
      comment: 'Not even through others: what a component imports ends up in the browser.',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: { path: '^(lib/platform|lib/env\\.ts|drizzle|server|worker)/?', reachable: true },
    },
    {
      name: 'server-and-worker-have-no-face',
      comment: 'The processes use services, protocol and platform; never the interface, never each other.',
      severity: 'error',
      from: { path: '^(server|worker)/', pathNot: tests },
      to: { path: '^(app|components|drizzle|bin|tests|(?!$1)(server|worker))/' },
    },
    {
      name: 'lib-stands-below',
      comment: 'The domain knows no transport and no process.',
      severity: 'error',
      from: { path: '^lib/', pathNot: tests },
      to: { path: '^(app|components|server|worker|bin|tests)/' },
    },
    {
      name: 'lib-without-next',
      comment: 'The chat and the worker run lib without Next.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '(^|/)node_modules/(next|next-auth|next-intl)/' },
    },
    {
      name: 'repository-is-private',
      comment: 'Other domains go through the service, which authorises.',
      severity: 'error',
      from: { path: '^lib/([^/]+)/', pathNot: tests },
      to: { path: '^lib/[^/]+/repository\\.ts$', pathNot: '^lib/$1/' },
    },
    {
      name: 'repository-is-private-to-lib',
      severity: 'error',
      from: { pathNot: `^(lib|tests)/|${tests}` },
      to: { path: '^lib/[^/]+/repository\\.ts$' },
    },
    {
      name: 'tables-only-in-repositories',
      comment: 'Queries stand in one place per domain.',
      severity: 'error',
      from: { pathNot: `^drizzle/|^lib/[^/]+/repository\\.ts$|^lib/platform/mysql\\.ts$|^tests/|${tests}` },
      to: { path: '^drizzle/schema/' },
    },
    {
      name: 'platform-without-domain',
      comment: 'Adapters know env and errors, and no domain word.',
      severity: 'error',
      from: { path: '^lib/platform/', pathNot: tests },
      to: { path: '^(lib|drizzle)/', pathNot: '^lib/(platform/|env\\.ts$|errors\\.ts$)|^drizzle/schema/' },
    },
    {
      name: 'protocol-is-zod-only',
      comment: 'Frames, payloads and channels are read by the browser, the server and the worker alike.',
      severity: 'error',
      from: { path: '^lib/protocol/', pathNot: tests },
      to: { pathNot: '^lib/protocol/|(^|/)node_modules/zod/' },
    },
    {
      name: 'no-barrels',
      comment: 'An import names the file that it means.',
      severity: 'error',
      from: { path: '^(lib|components|server|worker)/' },
      to: { path: '/index\\.tsx?$', pathNot: '(^|/)node_modules/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-dependencies-in-production',
      comment: 'npm ci --omit=dev must be enough to run it.',
      severity: 'error',
      from: { path: '^(app|components|lib|server|worker)/', pathNot: `${tests}|^worker/photogrammetry/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.next-dev|\\.bitmarket)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
