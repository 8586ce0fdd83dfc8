/** The package ships no types; this is what is used of it. */
declare module 'punycode/punycode.es6.js' {
  export function toUnicode(host: string): string;
}
