/** A name for a message that nobody else gives. Without crypto.randomUUID, which only a page with TLS has. */
export function newMessageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
