import { env } from '@/lib/env';
import { logger } from '@/lib/platform/logger';
import { closeMongodb } from '@/lib/platform/mongodb';
import { closeMysql } from '@/lib/platform/mysql';
import { closeRedis } from '@/lib/platform/redis';
import { furnishDemoShop } from './demo-shop';

try {
  if (env().DEMO_SIGN_IN && (await furnishDemoShop())) logger.info('the demo shop is furnished');
} finally {
  await Promise.all([closeMysql(), closeMongodb(), closeRedis()]);
}
