/** Brings the stores to what this version expects. Run by bin/start before anything else, and by compose as a job. */
import { importNeighbourhoods } from '@/drizzle/seed/neighbourhoods';
import { closeForGone } from '@/lib/accounts/gone';
import { ensureIndexes as ensureChatIndexes } from '@/lib/chat/conversations';
import { renewFormerCopies } from '@/lib/media/renew-copies';
import { ensureIndexes as ensureNotificationIndexes } from '@/lib/notifications/service';
import { migrate } from '@/lib/platform/migrations';
import { ensureBuckets } from '@/lib/platform/object-storage';

await Promise.all([migrate(), ensureBuckets(), ensureChatIndexes(), ensureNotificationIndexes()]);
// Neighbourhoods come here and not with the demo shop: without them nobody can publish anything.
await Promise.all([importNeighbourhoods(), renewFormerCopies(), closeForGone()]);
// The pools of the adapters would keep the process alive.
process.exit(0);
