const localHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host name is this machine, so that nobody else comes by it. */
export const isLocalHost = (hostname: string): boolean => localHosts.has(hostname);
