import type { OwnFile } from '@/lib/accounts/own-file';
import * as repository from './repository';

/** What a person has reported, in their own words, and whom they have blocked. What others reported of them is not theirs. */
export async function moderationFiles(userId: string): Promise<OwnFile[]> {
  const at = new Date();
  const [reports, blocked] = await Promise.all([
    repository.findReportsBy(userId),
    repository.findBlocksBy(userId),
  ]);
  return [
    { path: 'reports.json', at, json: reports },
    {
      path: 'blocked.json',
      at,
      json: blocked.map(({ blockedId, createdAt }) => ({ userId: blockedId, createdAt })),
    },
  ];
}
