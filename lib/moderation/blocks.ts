import type { Block } from './repository';

export type { Block } from './repository';
export { blockedCode, failWhereBlocked, lookUpBlocks } from './repository';

interface Pair {
  buyerId: string;
  sellerId: string;
  /** See lookUpBlocks. */
  blocks: readonly Block[];
}

/** Who of the two has blocked the other. Whoever is gone counts as one who has blocked everybody. */
export function blockersOf({ buyerId, sellerId, blocks }: Pair): string[] {
  return [buyerId, sellerId].filter((id) => blocks.some(({ blockerId }) => blockerId === id));
}

/** Whether one of the two has deleted their account. */
export const hasLeft = ({ blocks }: Pick<Pair, 'blocks'>) => blocks.some(({ gone }) => gone === 'left');
