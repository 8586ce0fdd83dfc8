import * as repository from './repository';

interface Pair {
  buyerId: string;
  sellerId: string;
}

/** For each of these pairs, who of the two has blocked the other. One query. */
export async function blockersAmong<T extends Pair>(pairs: readonly T[]): Promise<Map<T, string[]>> {
  const found = await repository.findBlocks(
    pairs.flatMap(({ buyerId, sellerId }) => [[buyerId, sellerId] as const, [sellerId, buyerId] as const]),
  );
  const blocked = new Set(found.map(({ blockerId, blockedId }) => `${blockerId}>${blockedId}`));
  const has = (blockerId: string, blockedId: string) => blocked.has(`${blockerId}>${blockedId}`);
  return new Map(
    pairs.map((pair) => {
      const { buyerId, sellerId } = pair;
      const blockers = [
        ...(has(buyerId, sellerId) ? [buyerId] : []),
        ...(has(sellerId, buyerId) ? [sellerId] : []),
      ];
      return [pair, blockers];
    }),
  );
}
