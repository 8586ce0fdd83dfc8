const byEnding: Record<string, string> = {
  heic: 'image/heic',
  heif: 'image/heif',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
};

/** Many systems know no type for an iPhone's files: then the ending tells. The server looks at the bytes in any case. */
export function typeOf({ type, name }: { type: string; name: string }): string {
  return type || (byEnding[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? '');
}
