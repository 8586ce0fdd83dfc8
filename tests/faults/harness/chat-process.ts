/** A chat server as a process of its own, with room for clients that are faster than people. Tells its port. */
import { runProcess } from '@/lib/platform/lifecycle';
import { startChatServer } from '@/server/chat-server';

const wide = { burst: 1_000_000, perSecond: 1_000_000 };

await runProcess('chat', async () => {
  const rates = { message: wide, frame: wide };
  const server = await startChatServer({ port: 0, rates, checkIntervalMs: 1000, pingIntervalMs: 2000 });
  process.send?.(server.port);
  return server;
});
