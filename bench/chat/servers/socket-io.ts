/** socket.io 4 with its Redis adapter, as its documentation shows it: a room for each conversation. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { PeerStore } from './peer-store';
import { answerSamples } from './sample';

const publisher = new Redis(process.env.REDIS_URL ?? '');
const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
io.adapter(createAdapter(publisher, publisher.duplicate()));
const store = new PeerStore();

io.on('connection', (socket) => {
  socket.on('join', (conversationId: string, done: () => void) => {
    void socket.join(conversationId);
    done();
  });
  socket.on('send', async (conversationId: string, text: string, done: (seq: number) => void) => {
    const seq = await store.keep(conversationId, text);
    done(seq);
    io.to(conversationId).emit('message', { conversationId, seq, text });
  });
  socket.on('typing', (conversationId: string, userId: string) => {
    socket.to(conversationId).emit('typing', { conversationId, userId });
  });
});
http.listen(0, '127.0.0.1', () => answerSamples((http.address() as AddressInfo).port));
