import { createHash } from 'node:crypto';
import type { Locale, Viewer } from '@/lib/accounts/schema';
import { endedSessions } from '@/lib/accounts/sessions';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/parse';
import { logger } from '@/lib/platform/logger';
import { limitRate } from '@/lib/platform/rate-limit';
import { isPushService, mayPushSilently, sendPush } from '@/lib/platform/web-push';
import type { PushMessage } from '@/lib/protocol/push';
import * as repository from './repository';
import { type SubscribeInput, subscribeSchema } from './schema';

/** Browsers of one person; the oldest makes room. */
const maxSubscriptions = 20;
const ttlSeconds = 24 * 3600;

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const idOf = (endpoint: string) => `psh_${hashOf(endpoint)}`;

/** From now on this browser is told what its person misses. Throws input.invalid for an address of no push service. */
export async function subscribeToPush(viewer: Viewer, input: SubscribeInput): Promise<void> {
  const { endpoint, keys, locale } = parseInput(subscribeSchema, input);
  if (!isPushService(endpoint)) throw new AppError('input.invalid', { field: 'endpoint' });
  await limitRate('push', viewer.id, 60, 3600);
  const { id: userId, tokenVersion } = viewer;
  await repository.saveSubscription({
    _id: idOf(endpoint),
    ...{ endpoint, keys, locale, userId, tokenVersion },
    createdAt: new Date(),
  });
  const known = await repository.findSubscriptions(userId);
  await forget(userId, known.slice(maxSubscriptions));
}

/** Tells every browser of a person, each in its language. Never throws: a push is a courtesy. */
export async function pushTo(userId: string, messageIn: (locale: Locale) => PushMessage): Promise<void> {
  try {
    const subscriptions = await repository.findSubscriptions(userId);
    const ended = await endedSessions(subscriptions);
    const living = subscriptions.filter((subscription) => !ended.includes(subscription));
    const gone = await Promise.all(living.map((one) => isGone(one, messageIn(one.locale))));
    await forget(userId, [...ended, ...living.filter((_, index) => gone[index])]);
  } catch (error) {
    logger.warn({ err: error, userId }, 'nothing could be pushed');
  }
}

/** Whether this browser will never take a push again. */
async function isGone(one: repository.PushSubscriptionDocument, message: PushMessage): Promise<boolean> {
  const silent = message.type === 'withdraw';
  if (silent && !mayPushSilently(one)) return false;
  try {
    const topic = hashOf(message.conversationId).slice(0, 32);
    const answer = await sendPush(one, message, { ttlSeconds, topic, urgency: silent ? 'low' : 'high' });
    return answer === 'gone';
  } catch (error) {
    logger.warn({ err: error, host: new URL(one.endpoint).host }, 'a push was not taken');
    return false;
  }
}

async function forget(
  userId: string,
  subscriptions: readonly repository.PushSubscriptionDocument[],
): Promise<void> {
  await repository.removeSubscriptions(
    userId,
    subscriptions.map(({ _id }) => _id),
  );
}

/** For the page that offers it. */
export { pushKey } from '@/lib/platform/web-push';
