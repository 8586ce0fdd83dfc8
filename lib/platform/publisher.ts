import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import { env } from '@/lib/env';
import { channelName, connectRedis } from './redis';
import { connectCluster } from './redis-cluster';

/** Hints that wait for a Redis that does not answer; more are dropped, so that memory stays bounded. */
const maxWaiting = 10_000;

export interface Hint {
  channel: string;
  message: string;
}

let connection: Redis | Cluster | undefined;
let opened: Promise<void> | undefined;
let waiting = 0;

/**
 * Publishes hints over a connection of its own that keeps nothing back: while Redis is away it fails at once. Whoever
 * publishes must not depend on it.
 */
export async function publishAll(hints: readonly Hint[]): Promise<void> {
  if (waiting + hints.length > maxWaiting) throw new Error('Redis does not answer');
  waiting += hints.length;
  try {
    const publisher = await open();
    await (publisher instanceof Cluster ? publishSharded(publisher, hints) : publishPlain(publisher, hints));
  } finally {
    waiting -= hints.length;
  }
}

/** All of them cost one round trip and one write. */
async function publishPlain(redis: Redis, hints: readonly Hint[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (const { channel, message } of hints) pipeline.publish(channelName(channel), message);
  // It succeeds although none of its commands was sent.
  const failed = (await pipeline.exec())?.find(([error]) => error !== null);
  if (failed) throw failed[0];
}

/** Each goes to the node that has its channel, which no pipeline does. */
async function publishSharded(cluster: Cluster, hints: readonly Hint[]): Promise<void> {
  await Promise.all(hints.map(({ channel, message }) => cluster.spublish(channelName(channel), message)));
}

/** The first connection is waited for, so that a new process does not lose its first hints; later ones are not. */
async function open(): Promise<Redis | Cluster> {
  const clusterUrl = env().PUBSUB_CLUSTER_URL;
  connection ??=
    clusterUrl === undefined
      ? connectRedis('publisher', { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
      : connectCluster('publisher', clusterUrl, { enableOfflineQueue: false });
  const opening = connection;
  opened ??= new Promise((resolve) => opening.once('ready', () => resolve()));
  await opened;
  return opening;
}

/** Until what was hinted so far is sent or lost: for a program that ends before the first connection may be there. */
export async function untilPublished(longestMs: number): Promise<void> {
  const deadline = Date.now() + longestMs;
  do await sleep(10);
  while (waiting > 0 && Date.now() < deadline);
}

export function closePublisher(): void {
  connection?.disconnect();
  connection = undefined;
  opened = undefined;
}
