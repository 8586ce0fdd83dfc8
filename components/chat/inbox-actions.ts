import type { Outcome } from '@/components/outcome';
import type { ArrangeInput, FoundDto } from '@/lib/chat/schema';

/** What the list of conversations needs of the server. */
export interface InboxActions {
  arrange(conversationId: string, input: ArrangeInput): Promise<Outcome<void>>;
  search(query: string): Promise<Outcome<FoundDto[]>>;
}
