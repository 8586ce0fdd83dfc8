/** The calendar day in Seoul, as 2026-11-30. */
export const seoulDay = (now: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(now);
