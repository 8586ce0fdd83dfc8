import { ListingGridSkeleton } from '@/components/listings/listing-grid';

export default function Loading() {
  return (
    <div className="mx-auto max-w-page px-4 py-4 md:py-6">
      <ListingGridSkeleton count={10} />
    </div>
  );
}
