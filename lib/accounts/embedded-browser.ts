/**
 * Browsers inside other apps. Google signs nobody in there (`disallowed_useragent`), since the app could read what is
 * typed; the person has to go on in a browser of their own.
 */
export interface EmbeddedBrowser {
  app: 'kakaotalk' | 'other';
  system: 'android' | 'ios' | 'other';
}

/** What the apps put into their user agent: KakaoTalk, then Naver, Line, Facebook, Instagram, any Android web view. */
const kakaotalk = /KAKAOTALK/i;
const others = /NAVER\(inapp|\bLine\/|\bFBA[NV]\/|\bInstagram\b|; wv\)/;

/** Null for a browser of its own. */
export function embeddedBrowser(userAgent: string | null): EmbeddedBrowser | null {
  const agent = userAgent ?? '';
  const app = kakaotalk.test(agent) ? 'kakaotalk' : others.test(agent) ? 'other' : null;
  if (!app) return null;
  const system = /Android/.test(agent) ? 'android' : /iPhone|iPad|iPod/.test(agent) ? 'ios' : 'other';
  return { app, system };
}

/** The page of the sign-in that goes on to `path` afterwards. `path` is one of our own: see returnPath. */
export function signInAddress(publicUrl: string, path: string): URL {
  const address = new URL('/sign-in', publicUrl);
  address.searchParams.set('next', path);
  return address;
}

/**
 * A link that opens an address outside the app; null where there is none and the address must be copied. Everything that
 * could end the intent early (`#`, `;`) stands encoded in the address's query.
 */
export function outsideLink({ app, system }: EmbeddedBrowser, address: URL): string | null {
  if (system === 'android') {
    const scheme = address.protocol.slice(0, -1);
    const intent = `scheme=${scheme};action=android.intent.action.VIEW;package=com.android.chrome`;
    return `intent://${address.host}${address.pathname}${address.search}#Intent;${intent};end`;
  }
  if (app === 'kakaotalk') return `kakaotalk://web/openExternal?url=${encodeURIComponent(address.href)}`;
  return null;
}
