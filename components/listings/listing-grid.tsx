/** Two on a phone, three from 768, four and five towards 1280. */
export const listingGrid =
  'grid grid-cols-2 gap-x-3 gap-y-6 md:grid-cols-3 md:gap-x-4 lg:grid-cols-4 xl:grid-cols-5';

/** The true layout of the cards, before they are known. */
export function ListingGridSkeleton({ count }: { count: number }) {
  return (
    <div aria-hidden className={`${listingGrid} mt-6`}>
      {Array.from({ length: count }, (_, index) => `card-${index}`).map((key) => (
        <div key={key}>
          <div className="skeleton aspect-4/5 rounded-card" />
          <div className="skeleton mt-3 h-5 rounded-control" />
          <div className="skeleton mt-2 h-5 w-1/2 rounded-control" />
        </div>
      ))}
    </div>
  );
}
