import { Cluster, type ClusterOptions } from 'ioredis';
import { logger } from './logger';

/**
 * A connection to a Redis Cluster for its sharded Pub/Sub: of the cluster each node passes on the messages of its own
 * channels only, so that more nodes carry more. Nothing else is asked of a cluster; see README.
 * @param url one of its nodes, which names the others; its password and TLS hold for all of them
 */
export function connectCluster(name: string, url: string, options: ClusterOptions = {}): Cluster {
  const { username, password, protocol } = new URL(url);
  const cluster = new Cluster([url], {
    slotsRefreshInterval: 2000,
    redisOptions: {
      connectionName: name,
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
    ...options,
  });
  cluster.on('error', (error) => logger.warn({ err: error, connection: name }, 'redis cluster'));
  return cluster;
}
