/** The true layout: stage, and the facts beside or beneath it. */
export default function Loading() {
  return (
    <div aria-hidden className="mx-auto max-w-page md:grid md:grid-cols-[3fr_2fr] md:gap-8 md:px-4 md:py-6">
      <div className="skeleton aspect-4/5 max-h-[70dvh] md:max-h-[calc(100dvh-12rem)] md:rounded-card" />
      <div className="flex flex-col gap-4 px-4 py-6 md:px-0 md:py-0">
        <div className="skeleton h-9 w-1/2 rounded-control" />
        <div className="skeleton h-7 rounded-control" />
        <div className="skeleton h-24 rounded-control" />
      </div>
    </div>
  );
}
