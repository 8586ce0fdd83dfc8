import type { Outcome } from '@/components/outcome';
import type { StartUploadInput, UploadTarget } from '@/lib/media/schema';

/** What the selling page needs of the server to get a file there. The bytes themselves go to `UploadTarget.url`. */
export interface UploadApi {
  start(input: StartUploadInput): Promise<Outcome<UploadTarget>>;
  complete(mediaId: string): Promise<Outcome<void>>;
  removePhoto(mediaId: string): Promise<Outcome<void>>;
}
