import WebSocket from 'ws';

/** What came for one client: a message with its number, or the sign that somebody writes. */
export type Delivery = { type: 'message'; seq: number; text: string } | { type: 'typing' };

/** One person's socket in one conversation, in the language of one of the servers that are compared. */
export interface Client {
  /** Resolves when the conversation is watched. */
  readonly ready: Promise<void>;
  send(text: string): void;
  type(): void;
  cut(): void;
}

export interface Place {
  port: number;
  conversationId: string;
  userId: string;
  ticket: string;
  origin: string;
  /** The last number that this person was given before. */
  lastSeq: number;
  onDelivery(delivery: Delivery): void;
}

export type Protocol = (place: Place) => Client;

interface Wiring {
  url: string;
  origin?: string;
  /** Called with every frame; answers what is to be sent back, and calls `ready` when the conversation is watched. */
  onText(text: string, ready: () => void): string | undefined;
}

function wire({ url, origin, onText }: Wiring) {
  const socket = new WebSocket(url, { perMessageDeflate: false, ...(origin && { origin }) });
  const ready = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.on('message', (data) => {
      const answer = onText(String(data), resolve);
      if (answer !== undefined) socket.send(answer);
    });
  });
  ready.catch(() => undefined);
  return { socket, ready, cut: () => socket.terminate() };
}

const ours: Protocol = ({ port, conversationId, ticket, origin, lastSeq, onDelivery }) => {
  const { socket, ...rest } = wire({
    url: `ws://127.0.0.1:${port}/socket?ticket=${ticket}`,
    origin,
    onText(text, ready) {
      const frame = JSON.parse(text);
      if (frame.type === 'ready')
        return JSON.stringify({ type: 'conversation.resume', conversationId, lastSeq, here: true });
      if (frame.type === 'conversation.cursors') ready();
      if (frame.type === 'conversation.typing') onDelivery({ type: 'typing' });
      if (frame.type === 'conversation.messages')
        for (const { seq, content } of frame.messages) {
          onDelivery({ type: 'message', seq, text: content.text });
        }
      return undefined;
    },
  });
  return {
    ...rest,
    send: (text) =>
      socket.send(
        JSON.stringify({
          type: 'message.send',
          conversationId,
          clientMessageId: crypto.randomUUID(),
          content: { kind: 'text', text },
        }),
      ),
    type: () => socket.send(JSON.stringify({ type: 'conversation.typing', conversationId })),
  };
};

/** Engine.IO 4 and Socket.IO 5 by hand: a digit or two in front of JSON. */
const socketIo: Protocol = ({ port, conversationId, userId, onDelivery }) => {
  const { socket, ...rest } = wire({
    url: `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`,
    onText(text, ready) {
      if (text.startsWith('0')) return '40';
      if (text === '2') return '3';
      if (text.startsWith('40')) return `420${JSON.stringify(['join', conversationId])}`;
      if (text.startsWith('430')) ready();
      if (!text.startsWith('42')) return undefined;
      const [event, content] = JSON.parse(text.slice(2));
      onDelivery(event === 'typing' ? { type: 'typing' } : { type: 'message', ...content });
      return undefined;
    },
  });
  return {
    ...rest,
    send: (text) => socket.send(`421${JSON.stringify(['send', conversationId, text])}`),
    type: () => socket.send(`42${JSON.stringify(['typing', conversationId, userId])}`),
  };
};

const bareWs: Protocol = ({ port, conversationId, userId, onDelivery }) => {
  const { socket, ...rest } = wire({
    url: `ws://127.0.0.1:${port}/`,
    onText(text, ready) {
      const frame = JSON.parse(text);
      if (frame.type === 'joined') ready();
      if (frame.type === 'message' || frame.type === 'typing') onDelivery(frame);
      return undefined;
    },
  });
  const say = (frame: object) => socket.send(JSON.stringify(frame));
  socket.on('open', () => say({ type: 'join', conversationId, userId }));
  return {
    ...rest,
    send: (text) => say({ type: 'send', conversationId, userId, text }),
    type: () => say({ type: 'typing', conversationId, userId }),
  };
};

export const protocols = { ours, 'socket-io': socketIo, 'bare-ws': bareWs } as const;
export type Peer = keyof typeof protocols;
