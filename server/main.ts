import { env } from '@/lib/env';
import { runProcess } from '@/lib/platform/lifecycle';
import { startChatServer } from './chat-server';

await runProcess('chat', () => startChatServer({ port: env().CHAT_PORT, host: env().CHAT_HOST }));
