import { toUnicode } from 'punycode/punycode.es6.js';

export interface LinkPart {
  type: 'link';
  href: string;
  /** As it is shown, so that no letter passes for another: foreign scripts stay in their coded form when they mix. */
  host: string;
  /** What follows the host. */
  rest: string;
  /** Why to think twice before opening; null for an ordinary address. */
  warning: LinkWarning | null;
}
export type LinkWarning =
  | { reason: 'lookalike'; of: string }
  | { reason: 'script' | 'hidden_host' | 'number' };
export type TextPart = { type: 'text'; text: string } | LinkPart;

const urlPattern = /\bhttps?:\/\/[^\s<>"'`]+/giu;
/** Ends a sentence rather than an address. */
const trailing = /[.,!?;:)\]}»”’。，、！？]+$/u;

/** A text in pieces: what is an address, with or without tricks, and what is not. Nothing here asks the network. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(urlPattern)) {
    const written = found.replace(trailing, '');
    const link = linkOf(written);
    if (!link) continue;
    if (index > end) parts.push({ type: 'text', text: text.slice(end, index) });
    parts.push(link);
    end = index + written.length;
  }
  if (end < text.length) parts.push({ type: 'text', text: text.slice(end) });
  return parts;
}

function linkOf(written: string): LinkPart | null {
  const url = URL.parse(written);
  if (!url || url.hostname === '') return null;
  const warning = warningOf(url);
  const host = warning?.reason === 'script' || warning?.reason === 'lookalike' ? url.host : shownHost(url);
  // Who is named before an @ is nobody: it only looks like a host.
  url.username = '';
  url.password = '';
  const rest = `${url.pathname}${url.search}${url.hash}`;
  return { type: 'link', href: url.href, host, rest: rest === '/' ? '' : rest, warning };
}

const shownHost = (url: URL) =>
  url.port ? `${toUnicode(url.hostname)}:${url.port}` : toUnicode(url.hostname);

/** Addresses that people here trust, and that tricksters imitate. */
const wellKnown = [
  'naver.com',
  'kakao.com',
  'daum.net',
  'google.com',
  'coupang.com',
  'toss.im',
  'daangn.com',
  'joongna.com',
  'bunjang.co.kr',
  'gmarket.co.kr',
  'kbstar.com',
  'shinhan.com',
  'wooribank.com',
  'paypal.com',
  'apple.com',
  'instagram.com',
  'facebook.com',
  'youtube.com',
];

/** Letters that look like Latin ones (Unicode TS 39, those that fit in host names), and the usual stand-ins. */
const lookalikes: Record<string, string> = {
  а: 'a',
  ɑ: 'a',
  α: 'a',
  ь: 'b',
  с: 'c',
  ϲ: 'c',
  ԁ: 'd',
  е: 'e',
  ҽ: 'e',
  ɡ: 'g',
  һ: 'h',
  і: 'i',
  ı: 'i',
  ɩ: 'i',
  ј: 'j',
  κ: 'k',
  к: 'k',
  ӏ: 'l',
  ⅼ: 'l',
  м: 'm',
  п: 'n',
  ո: 'n',
  η: 'n',
  о: 'o',
  ο: 'o',
  օ: 'o',
  σ: 'o',
  р: 'p',
  ρ: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  τ: 't',
  υ: 'u',
  ս: 'u',
  ν: 'v',
  ѵ: 'v',
  ѡ: 'w',
  ԝ: 'w',
  х: 'x',
  χ: 'x',
  у: 'y',
  γ: 'y',
  ʏ: 'y',
  ᴢ: 'z',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '5': 's',
};

/** Two hosts with the same skeleton look alike. */
const skeleton = (host: string) =>
  [...host.normalize('NFKD').replace(/\p{M}/gu, '')]
    .map((letter) => lookalikes[letter] ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('i', 'l');

const skeletons = wellKnown.map((host) => ({ host, skeleton: skeleton(host) }));
const belongsTo = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

function warningOf(url: URL): LinkWarning | null {
  const host = toUnicode(url.hostname);
  const imitated = imitatedBy(host);
  if (imitated) return { reason: 'lookalike', of: imitated };
  if (host.split('.').some(mixesScripts)) return { reason: 'script' };
  if (url.username !== '' || url.password !== '') return { reason: 'hidden_host' };
  if (/^[\d.]+$|^\[/.test(url.hostname)) return { reason: 'number' };
  return null;
}

/** The well-known host that this one passes itself off as: its letters, its name as a part, or its name with words added. */
function imitatedBy(host: string): string | null {
  if (wellKnown.some((domain) => belongsTo(host, domain))) return null;
  const looks = skeleton(host);
  const found = skeletons.find(({ skeleton: known }) => {
    const brand = known.split('.')[0] ?? known;
    return (
      belongsTo(looks, known) ||
      looks.includes(`${known}.`) ||
      looks.includes(`${known}-`) ||
      looks.split('.').some((label) => label.startsWith(`${brand}-`) || label.endsWith(`-${brand}`))
    );
  });
  return found?.host ?? null;
}

const isLatin = /[\p{Script=Latin}]/u;
/** Alphabets whose letters pass for Latin ones. Hangul, Kana and Han do not, and stand beside Latin in honest names. */
const passesForLatin = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;

function mixesScripts(label: string): boolean {
  if (!passesForLatin.test(label)) return false;
  // A word in one foreign alphabet that can be read as a Latin one is as good as mixed.
  return isLatin.test(label) || /^[\x20-\x7e]*$/.test(skeleton(label));
}
