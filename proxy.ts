import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/lib/env';

/** Set by next.config.mjs at build time. */
declare const BITMARKET_DEVELOPMENT: boolean;

/**
 * The content policy of one page. Scripts run only with this page's nonce, which Next puts on its own. Style attributes
 * are allowed because React writes them for widths that are computed; style elements need the nonce. `blob:` is for
 * local previews and for the textures that GLTFLoader takes out of a model; WebAssembly is the meshopt decoder.
 */
function contentPolicy(nonce: string, mediaOrigin: string): string {
  const evaluation = BITMARKET_DEVELOPMENT ? "'unsafe-eval'" : "'wasm-unsafe-eval'";
  const styles = BITMARKET_DEVELOPMENT ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' ${evaluation}`,
    `style-src 'self' ${styles}`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' blob: data: ${mediaOrigin}`,
    `media-src 'self' blob: ${mediaOrigin}`,
    `connect-src 'self' blob: ${mediaOrigin}`,
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const { PUBLIC_URL, MEDIA_URL } = env();
  const policy = contentPolicy(nonce, new URL(MEDIA_URL ?? PUBLIC_URL).origin);
  // Next reads the nonce from the request's copy of the header.
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

export const config = { matcher: ['/((?!api|_next/static|_next/image|icon.svg).*)'] };
