import { useTranslations } from 'next-intl';

/**
 * How to film, drawn: the item stands still and the phone goes round it. Two sine-like movements a quarter turn apart
 * make the ellipse; where motion is not wanted (globals.css), the arrows on the path still say it.
 */
export function FilmingExample() {
  const t = useTranslations('sell');
  return (
    <svg
      role="img"
      aria-label={t('filmingLabel')}
      viewBox="0 0 240 150"
      className="w-full max-w-72 text-ink"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <ellipse
        cx="120"
        cy="80"
        rx="92"
        ry="44"
        strokeDasharray="3 6"
        className="text-ink-soft"
        stroke="currentColor"
      />
      <path d="m203 92 6-9 6 10M37 68l-6 9-6-10" className="text-ink-soft" stroke="currentColor" />
      {/* A chair: it stays. */}
      <g fill="var(--color-surface)" transform="translate(0 10)">
        <path d="M106 92v18M134 92v18M110 84v-32a4 4 0 0 1 4-4h12a4 4 0 0 1 4 4v32" />
        <path d="M102 82h36v10h-36zM114 58h12M114 68h12" />
      </g>
      <g className="filming-x">
        <g className="filming-y">
          <g className="filming-size">
            <rect x="108" y="60" width="24" height="40" rx="4" fill="var(--color-surface)" />
            <circle cx="120" cy="93" r="2" fill="var(--color-red)" stroke="none" />
            <path d="M113 68h14v18h-14z" className="text-ink-soft" stroke="currentColor" />
          </g>
        </g>
      </g>
    </svg>
  );
}
