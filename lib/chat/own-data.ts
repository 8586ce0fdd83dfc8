import type { OwnFile } from '@/lib/accounts/own-file';
import { sentPhotoFiles } from '@/lib/media/own-data';
import * as repository from './repository';

/** What a person wrote and the photos that they sent, for each conversation. What others sent is theirs. */
export async function* messageFiles(userId: string): AsyncGenerator<OwnFile> {
  for await (const { _id, listingId, lastSeq, activeAt } of repository.eachConversation(userId)) {
    if (lastSeq === 0) continue;
    const list = repository.eachMessageOf(_id, userId).map(({ seq, content, sentAt }) => ({
      listingId,
      seq,
      content,
      sentAt,
    }));
    yield { path: `messages/${_id}.json`, at: activeAt, list };
    for (const file of await sentPhotoFiles(_id, userId))
      yield { ...file, path: `messages/${_id}/${file.path}` };
  }
}
