import { Redis, type RedisOptions } from 'ioredis';
import { env } from '@/lib/env';
import { logger } from './logger';

let shared: Redis | undefined;

/**
 * A connection of its own, for subscribers and blocking consumers. The key prefix is put before keys by ioredis, but
 * not before channels: see channelName. Auto-pipelining stays off: it slows a stream consumer by a third.
 */
export function connectRedis(name: string, options: RedisOptions = {}): Redis {
  const connection = new Redis(env().REDIS_URL, {
    connectionName: name,
    keyPrefix: env().REDIS_PREFIX,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * 2 ** times, 5000),
    ...options,
  });
  connection.on('error', (error) => logger.warn({ err: error, connection: name }, 'redis'));
  return connection;
}

/** The connection that ordinary commands share. */
export function redis(): Redis {
  shared ??= connectRedis('shared');
  return shared;
}

export function channelName(name: string): string {
  return env().REDIS_PREFIX + name;
}

export async function closeRedis(): Promise<void> {
  const closing = shared;
  shared = undefined;
  closing?.disconnect();
}
