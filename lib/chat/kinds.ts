import type { Viewer } from '@/lib/accounts/schema';
import {
  countAsSent,
  discardChatPhoto,
  type KeptPicture,
  photoForConversation,
} from '@/lib/media/chat-photos';
import { copiesOf } from '@/lib/media/photos';
import { logger } from '@/lib/platform/logger';
import type { ChatPicture, Content, Sendable } from '@/lib/protocol/chat';

/** What is stored of a message: what others are shown, but no address, since media may move. */
type Kept<C> = C extends { picture: ChatPicture } ? Omit<C, 'picture'> & { picture: KeptPicture } : C;
export type KeptContent = Kept<Content>;

type Kind = Sendable['kind'];
type Of<T extends { kind: string }, K> = Extract<T, { kind: K }>;

interface Place {
  _id: string;
  listingId: string;
}

interface KindRules<K extends Kind> {
  /** Looks up what belongs to it, and refuses what is not the sender's. */
  keep(viewer: Viewer, place: Place, sent: Of<Sendable, K>): Promise<Of<KeptContent, K>>;
  /** Once the message is stored. */
  settle?(kept: Of<KeptContent, K>): Promise<void>;
  show(kept: Of<KeptContent, K>): Of<Content, K>;
  /** Lets go of what lies elsewhere, when the message is deleted. */
  free?(kept: Of<KeptContent, K>): Promise<void>;
}

const showPicture = (picture: KeptPicture): ChatPicture => ({
  ...picture,
  copies: copiesOf(picture.mediaId, picture.width),
});

const rules: { [K in Kind]: KindRules<K> } = {
  text: { keep: async (_viewer, _place, sent) => sent, show: (kept) => kept },
  photo: {
    keep: async (viewer, { _id }, { kind, mediaId }) => ({
      kind,
      picture: await photoForConversation(viewer, _id, mediaId),
    }),
    show: ({ kind, picture }) => ({ kind, picture: showPicture(picture) }),
    settle: ({ picture }) => countAsSent(picture.mediaId),
    free: ({ picture }) => discardChatPhoto(picture.mediaId),
  },
  viewpoint: {
    keep: async (viewer, { _id, listingId }, { kind, mediaId, pose }) => ({
      kind,
      listingId,
      pose,
      picture: await photoForConversation(viewer, _id, mediaId),
    }),
    show: ({ picture, ...rest }) => ({ ...rest, picture: showPicture(picture) }),
    settle: ({ picture }) => countAsSent(picture.mediaId),
    free: ({ picture }) => discardChatPhoto(picture.mediaId),
  },
};

// Each entry takes the content of its own kind, which TypeScript cannot follow through the lookup.
const rulesOf = (kind: Kind) => rules[kind] as unknown as KindRules<Kind>;

/** Whether keeping it takes something that lies elsewhere. */
export const liesElsewhere = ({ kind }: Sendable) => rulesOf(kind).free !== undefined;

export function keepContent(viewer: Viewer, place: Place, sent: Sendable): Promise<KeptContent> {
  return rulesOf(sent.kind).keep(viewer, place, sent);
}

/** Never throws: what is stored is stored, and the sweep of the object store does it as well. */
export async function settleContent(kept: KeptContent): Promise<void> {
  if (kept.kind === 'deleted') return;
  await rulesOf(kept.kind)
    .settle?.(kept)
    .catch((error: unknown) => logger.warn({ err: error }, 'what was sent does not count as sent yet'));
}

export function showContent(kept: KeptContent): Content {
  return kept.kind === 'deleted' ? kept : rulesOf(kept.kind).show(kept);
}

export async function freeContent(kept: KeptContent): Promise<void> {
  if (kept.kind !== 'deleted') await rulesOf(kept.kind).free?.(kept);
}
