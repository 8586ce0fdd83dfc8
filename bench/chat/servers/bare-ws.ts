/** ws and one Redis channel, and nothing else: the floor. */
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import { PeerStore } from './peer-store';
import { answerSamples } from './sample';

const channel = 'bench-ws';
const publisher = new Redis(process.env.REDIS_URL ?? '');
const subscriber = publisher.duplicate();
const store = new PeerStore();
/** The sockets of each conversation, and whose they are. */
const rooms = new Map<string, Map<WebSocket, string>>();

interface Frame {
  type: 'join' | 'send' | 'typing';
  conversationId: string;
  userId: string;
  text: string;
}

/** @param except who gets no copy */
const tell = (conversationId: string, except: string, frame: object) =>
  publisher.publish(channel, `${conversationId}\n${except}\n${JSON.stringify(frame)}`);

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', async (data) => {
    const { type, conversationId, userId, text } = JSON.parse(String(data)) as Frame;
    if (type === 'join') {
      const room = rooms.get(conversationId) ?? new Map<WebSocket, string>();
      rooms.set(conversationId, room.set(socket, userId));
      socket.send('{"type":"joined"}');
    } else if (type === 'typing') {
      await tell(conversationId, userId, { type, conversationId, userId });
    } else {
      const seq = await store.keep(conversationId, text);
      socket.send(JSON.stringify({ type: 'kept', seq }));
      await tell(conversationId, '', { type: 'message', conversationId, seq, text });
    }
  });
});
subscriber.on('message', (_, packed: string) => {
  const [conversationId = '', except, frame = ''] = packed.split('\n');
  for (const [socket, userId] of rooms.get(conversationId) ?? []) if (userId !== except) socket.send(frame);
});
await subscriber.subscribe(channel);
answerSamples((server.address() as AddressInfo).port);
