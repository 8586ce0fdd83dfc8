import { expect, test } from 'vitest';
import type { ConversationDto, FoundDto } from '@/lib/chat/schema';
import { upToDate } from './found';

const conversation = (id: string, changes: Partial<ConversationDto> = {}): ConversationDto => ({
  id,
  role: 'buyer',
  other: { id: 'usr_1', name: '이웃', pictureUrl: null },
  listing: null,
  last: null,
  unread: 0,
  muted: false,
  archived: false,
  ...changes,
});
const found = (id: string): FoundDto => ({ ...conversation(id), message: null });

test('what was found shows what has changed since, in the order in which it was found', () => {
  const inbox = [conversation('a'), conversation('b', { muted: true, unread: 2 }), conversation('c')];
  const before = [conversation('a'), conversation('b')];
  expect(upToDate([found('b'), found('a')], before, inbox)).toEqual([
    { ...found('b'), muted: true, unread: 2 },
    found('a'),
  ]);
});

test('what was left since is not shown; what the inbox does not have yet is', () => {
  const before = [conversation('a'), conversation('b')];
  const shown = upToDate([found('a'), found('b'), found('new')], before, [conversation('b')]);
  expect(shown).toEqual([found('b'), found('new')]);
});
