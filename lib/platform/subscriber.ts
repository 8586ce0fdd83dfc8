import { env } from '@/lib/env';
import { connectRedis } from './redis';
import { connectCluster } from './redis-cluster';

export interface Subscriber {
  /** Resolves when nothing more is missed. A plain Redis that is away is waited for; a cluster's node is not. */
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  disconnect(): void;
}

interface Listeners {
  onMessage(channel: string, text: string): void;
  /** Everything is subscribed, at first and again: what was published meanwhile is lost. */
  onReady(): void;
}

/** A connection that listens to channels: to Redis, or to each node of the cluster that is set for Pub/Sub. */
export function connectSubscriber({ onMessage, onReady }: Listeners): Subscriber {
  const url = env().PUBSUB_CLUSTER_URL;
  if (url === undefined) {
    const redis = connectRedis('subscriptions');
    redis.on('message', onMessage);
    redis.on('ready', onReady);
    return redis;
  }
  const cluster = connectCluster('subscriptions', url, { shardedSubscribers: true });
  cluster.on('smessage', onMessage);
  cluster.on('subscribersReady', onReady);
  return {
    subscribe: (channel) => cluster.ssubscribe(channel),
    unsubscribe: (channel) => cluster.sunsubscribe(channel),
    disconnect: () => cluster.disconnect(),
  };
}
