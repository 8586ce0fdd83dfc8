import { ListingGridSkeleton } from '@/components/listings/listing-grid';

const several = (count: number) => Array.from({ length: count }, (_, index) => `part-${index}`);

/** Cards under a heading: the home page. */
export function GoodsSkeleton() {
  return (
    <div className="mx-auto max-w-page px-4 py-4 md:py-6">
      <div className="skeleton h-7 w-40 rounded-control" />
      <ListingGridSkeleton count={10} />
    </div>
  );
}

/** A face and a name, and one's own things beneath. */
export function OwnSkeleton() {
  return (
    <div className="mx-auto max-w-page px-4 py-4 md:py-6">
      <div className="flex min-h-11 items-center gap-3">
        <div className="skeleton size-12 rounded-full" />
        <div className="skeleton h-7 w-32 rounded-control" />
      </div>
      <ListingGridSkeleton count={5} />
    </div>
  );
}

/** A list of lines, each with a picture: conversations, notices. */
export function LinesSkeleton() {
  return (
    <div className="mx-auto flex max-w-text flex-col gap-4 px-4 py-4 md:py-6">
      <div className="skeleton h-7 w-24 rounded-control" />
      {several(8).map((key) => (
        <div key={key} className="flex items-center gap-3">
          <div className="skeleton size-14 shrink-0 rounded-control" />
          <div className="flex flex-1 flex-col gap-2">
            <div className="skeleton h-5 w-1/2 rounded-control" />
            <div className="skeleton h-5 rounded-control" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** The stage, and the facts beneath or beside it: see app/listings/[id]/page.tsx. */
export function ListingSkeleton() {
  return (
    <div className="mx-auto max-w-page md:grid md:grid-cols-[3fr_2fr] md:items-start md:gap-8 md:px-4 md:py-6">
      <div className="skeleton aspect-4/5 max-h-[70dvh] w-full md:max-h-[calc(100dvh-12rem)] md:rounded-card" />
      <div className="flex flex-col gap-3 px-4 py-6 md:px-0 md:py-0">
        <div className="skeleton h-9 w-40 rounded-control" />
        <div className="skeleton h-7 rounded-control" />
        <div className="skeleton h-11 rounded-control" />
        <div className="skeleton h-24 rounded-control" />
      </div>
    </div>
  );
}

/** Labels and fields: what is written to sell something. */
export function FormSkeleton() {
  return (
    <div className="mx-auto flex max-w-text flex-col gap-6 px-4 pt-4 md:pt-6">
      <div className="skeleton h-7 w-40 rounded-control" />
      {several(6).map((key) => (
        <div key={key} className="flex flex-col gap-2">
          <div className="skeleton h-5 w-20 rounded-control" />
          <div className="skeleton h-11 rounded-control" />
        </div>
      ))}
    </div>
  );
}
