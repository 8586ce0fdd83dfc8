import { insertGone } from '@/lib/moderation/gone';
import * as repository from './repository';

/** Run with the migrations: whoever went before their conversations were closed with them. */
export async function closeForGone(): Promise<void> {
  const people = await repository.findGone();
  await insertGone(
    people.map(({ id, deletedAt }) => ({ userId: id, gone: deletedAt ? 'left' : 'suspended' })),
  );
}
