import type { PhotoDto } from '@/lib/media/schema';
import { Picture } from './picture';

/**
 * A photo in the copy that fits: AVIF where the browser knows it, as wide as the place needs (`sizes`, as in HTML). Its
 * size is said beforehand, so that nothing moves, and a blur stands in for it while it loads.
 */
export function Photo({
  photo,
  alt,
  sizes,
  loading,
  className,
}: {
  photo: Pick<PhotoDto, 'copies' | 'width' | 'height' | 'placeholder'>;
  alt: string;
  sizes: string;
  loading: 'eager' | 'lazy';
  className: string;
}) {
  const { copies, width, height, placeholder } = photo;
  const sources = (url: 'avifUrl' | 'webpUrl') => copies.map((copy) => `${copy[url]} ${copy.width}w`).join();
  return (
    <picture className="contents">
      <source type="image/avif" srcSet={sources('avifUrl')} sizes={sizes} />
      <Picture
        src={copies.at(-1)?.webpUrl}
        srcSet={sources('webpUrl')}
        sizes={sizes}
        alt={alt}
        width={width ?? undefined}
        height={height ?? undefined}
        loading={loading}
        className={className}
        style={placeholder ? { background: `url(${placeholder}) center / contain no-repeat` } : undefined}
      />
    </picture>
  );
}
