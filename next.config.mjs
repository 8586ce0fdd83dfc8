import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';
import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./app/i18n/request.ts');

/** The content policy is not here but in proxy.ts: it carries a nonce of its own for every page. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()' },
];

/** @type {(phase: string) => import('next').NextConfig} */
const config = (phase) => {
  const development = phase === PHASE_DEVELOPMENT_SERVER;
  return {
    // Apart from the build, so that reloading while developing never spoils what `npm start` serves.
    distDir: development ? '.next-dev' : '.next',
    poweredByHeader: false,
    reactStrictMode: true,
    // It would cover the first of the five places at the bottom of a phone's screen.
    devIndicators: false,
    // The type check is a step of `npm test`; the build of a first start should not wait for it twice.
    typescript: { ignoreBuildErrors: true },
    compiler: { define: { BITMARKET_DEVELOPMENT: development } },
    headers: async () => [{ source: '/:path*', headers: securityHeaders }],
  };
};

/** @param {string} phase */
export default (phase) => withNextIntl(config(phase));
