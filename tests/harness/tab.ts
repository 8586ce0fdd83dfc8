import WebSocket from 'ws';
import { ConversationClient } from '@/components/chat/conversation-client';
import type { ConversationState } from '@/components/chat/conversation-state';
import { LiveSocket } from '@/components/live/live-socket';
import type { Viewer } from '@/lib/accounts/schema';
import { issueTicket } from '@/lib/chat/service';
import { env } from '@/lib/env';
import { redis } from '@/lib/platform/redis';
import type { ClientFrame } from '@/lib/protocol/websocket';
import type { ChatServer } from './browser';

/** The page's own client of one conversation over real sockets, on whichever server `pick` says next. */
export class Tab {
  readonly client: ConversationClient;
  readonly stop: () => void;
  /** The codes with which its sockets were closed, of those that were open. */
  readonly closeCodes: number[] = [];
  /** The numbers of its own messages that a server said are stored. */
  readonly acknowledged: number[] = [];
  readonly #live: LiveSocket;
  #socket: WebSocket | undefined;

  constructor(viewer: Viewer, conversationId: string, pick: () => Pick<ChatServer, 'port'> | undefined) {
    this.#live = new LiveSocket({
      getTicket: () => ticketFor(viewer),
      connect: (ticket) => {
        const url = `ws://127.0.0.1:${pick()?.port}/socket?ticket=${ticket}`;
        const opened = new WebSocket(url, { origin: new URL(env().PUBLIC_URL).origin });
        opened.on('open', () => opened.on('close', (code) => this.closeCodes.push(code)));
        this.#socket = opened;
        // What LiveSocket uses of a browser's WebSocket, ws has too.
        return opened as unknown as globalThis.WebSocket;
      },
    });
    this.client = new ConversationClient({
      conversationId,
      viewerId: viewer.id,
      socket: this.#live,
      drafts: { load: () => [], save: () => undefined },
      initial: { messages: [], cursors: {} },
    });
    const stops = [
      this.client.start(),
      this.#live.listen({
        onFrame: (frame) => {
          if (frame.type === 'message.acknowledged') this.acknowledged.push(frame.seq);
        },
      }),
    ];
    this.stop = () => {
      for (const stop of stops) stop();
    };
  }

  get state(): ConversationState {
    return this.client.getState();
  }

  get seqs(): number[] {
    return this.state.messages.map(({ seq }) => seq);
  }

  /** What was said, in order. */
  get words(): string[] {
    return this.state.messages.map(({ content }) => (content.kind === 'text' ? content.text : content.kind));
  }

  frame(frame: ClientFrame): void {
    this.#live.send(frame);
  }

  say(text: string): void {
    this.client.send({ kind: 'text', text });
  }

  /** The network is gone, without a word. */
  cut(): void {
    this.#socket?.terminate();
  }
}

/** Nobody reconnects as often as here: the limit of tickets is another test's. */
async function ticketFor(viewer: Viewer): Promise<string> {
  const limits = await redis().keys(`${env().REDIS_PREFIX}limit:ticket:${viewer.id}:*`);
  await Promise.all(limits.map((key) => redis().del(key.slice(env().REDIS_PREFIX.length))));
  return issueTicket(viewer);
}
