import { useRouter } from 'next/navigation';
import { openChat } from '@/app/actions/chat';
import { addDraft } from '@/components/chat/drafts';
import type { Outcome } from '@/components/outcome';
import type { Spot } from '@/components/viewer/orbit';
import { uploadChatPhoto } from './chat-photo';

/**
 * Asks the seller about a spot: its picture is brought to the conversation, and the card waits there as anything else
 * that is not sent yet.
 */
export function useAskSpot(
  listingId: string,
  viewerId: string | null,
): (spot: Spot) => Promise<Outcome<string>> {
  const router = useRouter();
  return async ({ pose, picture }) => {
    const opened = await openChat(listingId);
    if (!opened.ok || !viewerId) return opened;
    const uploaded = await uploadChatPhoto(opened.value, picture, new AbortController().signal);
    if (!uploaded.ok) return uploaded;
    addDraft(viewerId, opened.value, { kind: 'viewpoint', mediaId: uploaded.value.mediaId, pose });
    router.push(`/chat/${opened.value}`);
    return opened;
  };
}
