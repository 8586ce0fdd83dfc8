/**
 * Small things that a browser remembers from visit to visit, each under its key. A browser may forbid it, as some do in
 * a private window: then nothing is remembered, and nothing else is different.
 */

/** @param otherwise what is assumed where the browser does not say */
export function isRemembered(key: string, otherwise = false): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return otherwise;
  }
}

export function remember(key: string): void {
  try {
    localStorage.setItem(key, '1');
  } catch {
    // Full or forbidden.
  }
}

/** What lies under all keys that begin so. */
export function forgetAllOf(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Forbidden: nothing was kept either.
  }
}

/** Everything, for somebody who leaves for good. */
export function forgetAll(): void {
  try {
    localStorage.clear();
  } catch {
    // There was nothing.
  }
}
