import type { OwnFile } from '@/lib/accounts/own-file';
import * as repository from './repository';

/** What a person wrote, a file for each conversation. What others wrote is theirs. */
export async function* messageFiles(userId: string): AsyncGenerator<OwnFile> {
  for await (const { _id, listingId, activeAt } of repository.eachConversation(userId)) {
    const list = repository.eachMessageOf(_id, userId).map(({ seq, content, sentAt }) => ({
      listingId,
      seq,
      content,
      sentAt,
    }));
    yield { path: `messages/${_id}.json`, at: activeAt, list };
  }
}
