/**
 * The path of our own that `next` names, or '/'. An address out of a query must not lead anybody to another site:
 * it is read as a browser reads it (which drops tabs, and takes a backslash for a slash) and written anew.
 */
export function returnPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/';
  const here = 'http://here.invalid';
  const url = URL.canParse(next, here) ? new URL(next, here) : null;
  if (url?.origin !== here) return '/';
  const path = `${url.pathname}${url.search}${url.hash}`;
  // "/.//evil.example" has become "//evil.example", which a browser takes for a host.
  return path.startsWith('//') ? '/' : path;
}
