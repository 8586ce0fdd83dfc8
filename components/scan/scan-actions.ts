import type { Outcome } from '@/components/outcome';

/** What a seller can do with a scan, and where. */
export interface ScanActions {
  retry(scanId: string): Promise<Outcome<void>>;
  cancel(scanId: string): Promise<Outcome<void>>;
  /** Shows a model that was held back to everyone. */
  publish(scanId: string): Promise<Outcome<void>>;
  /** Deletes a model that was held back. */
  discard(scanId: string): Promise<Outcome<void>>;
  /** Where another video can be uploaded; null on that page itself. */
  newVideoHref: string | null;
  /** Where the model can be turned; null on that page itself. */
  modelHref: string | null;
}
