import type { Outcome } from '@/components/outcome';
import type { CompleteUploadInput, StartUploadInput, UploadProgress, UploadTarget } from '@/lib/media/schema';

/** What a page needs of the server to get a file there. The bytes themselves go straight to the object store. */
export interface UploadApi {
  start(input: StartUploadInput): Promise<Outcome<UploadTarget>>;
  progress(mediaId: string): Promise<Outcome<UploadProgress>>;
  signPart(mediaId: string, number: number): Promise<Outcome<{ url: string }>>;
  complete(mediaId: string, input: CompleteUploadInput): Promise<Outcome<void>>;
  /** A photo in any state, or a video that is still on its way. */
  remove(mediaId: string): Promise<Outcome<void>>;
}
