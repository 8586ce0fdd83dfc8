/** Decimal, as phones show it: 12 MB, 1.4 GB, 640 KB. */
export function formatBytes(bytes: number): string {
  if (bytes >= 999.5e6) return `${(bytes / 1e9).toFixed(1)}GB`;
  if (bytes >= 9.95e6) return `${Math.round(bytes / 1e6)}MB`;
  if (bytes >= 999.5e3) return `${(bytes / 1e6).toFixed(1)}MB`;
  return `${Math.round(bytes / 1e3)}KB`;
}
