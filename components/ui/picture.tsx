import type { ComponentProps } from 'react';

/**
 * A picture from the object store. A plain element on purpose: the worker has made the sizes already, and the web
 * process never carries media.
 */
export function Picture({ alt, ...rest }: ComponentProps<'img'> & { alt: string }) {
  // biome-ignore lint/performance/noImgElement: see above
  return <img alt={alt} decoding="async" {...rest} />;
}
