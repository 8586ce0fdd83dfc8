import type { Outcome } from '@/components/outcome';
import type { ReportInput } from '@/lib/moderation/schema';
import type { Message } from '@/lib/protocol/chat';

/** What the page of a conversation needs of the server beside its socket. */
export interface ThreadActions {
  /** Brings a photo to the server; the message that shows it is sent over the socket. Rejects only when aborted. */
  uploadPhoto(file: File, signal: AbortSignal): Promise<Outcome<{ mediaId: string }>>;
  loadOlder(beforeSeq: number): Promise<Outcome<Message[]>>;
  setBlocked(userId: string, blocked: boolean): Promise<Outcome<void>>;
  report(input: ReportInput): Promise<Outcome<void>>;
}
