/** The chat server as it is, with room for clients that are faster than people. */
import { runProcess } from '@/lib/platform/lifecycle';
import { startChatServer } from '@/server/chat-server';
import { answerSamples } from './sample';

const wide = { burst: 1_000_000, perSecond: 1_000_000 };

await runProcess('chat', async () => {
  const server = await startChatServer({ port: 0, rates: { message: wide, frame: wide } });
  answerSamples(server.port);
  return server;
});
