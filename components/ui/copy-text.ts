/** Rejects where it may not be copied. Only a page with TLS, or on this machine, has a clipboard. */
export async function copyText(text: string): Promise<void> {
  if (!navigator.clipboard) throw new Error('no clipboard');
  await navigator.clipboard.writeText(text);
}
