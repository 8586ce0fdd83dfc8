import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Viewer } from '@/lib/accounts/schema';
import { AppError } from '@/lib/errors';
import { logger } from '@/lib/platform/logger';
import { isOutage } from '@/lib/platform/outage';
import { clientMessageIdSchema } from '@/lib/protocol/chat';
import {
  type ClientFrame,
  clientFrameSchema,
  closeCodes,
  maxUnsentBytes,
  type ServerFrame,
} from '@/lib/protocol/websocket';
import type { BadgeWatches } from './badge-watches';
import { ChatSession } from './chat-session';
import type { ConversationWatches } from './conversation-watches';
import type { Metrics } from './metrics';
import type { Rates } from './rates';
import { ScanSession } from './scan-session';
import type { ScanWatches } from './scan-watches';

/** Frames that wait for the one before them; an honest browser never has this many. */
const maxWaitingFrames = 200;
/** How long a socket that is being closed may take to say so. */
export const closeWaitMs = 2000;

const longestRetrySeconds = 4;

/** What all sockets of one server share. */
export interface ServerParts {
  serverId: string;
  metrics: Metrics;
  scans: ScanWatches;
  conversations: ConversationWatches;
  inboxes: BadgeWatches;
  notices: BadgeWatches;
  frameRates: Rates;
  messageRates: Rates;
}

let connectionCount = 0;

/** One browser's socket: parses its frames, hands them to the sessions one after the other, answers. */
export class ClientConnection {
  /** Made when it is first needed: most sockets watch no scan, and there are thousands. */
  #scans: ScanSession | undefined;
  readonly #chat: ChatSession;
  readonly #stopBadges: (() => void)[];
  #alive = true;
  /** Whether what is sent waits for the rest of this turn of the event loop. */
  #corked = false;
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: WebSocket,
    /** What the socket writes to. */
    private readonly stream: Duplex,
    readonly viewer: Viewer,
    private readonly parts: ServerParts,
  ) {
    const send = (frame: ServerFrame) => this.#send(frame);
    connectionCount += 1;
    this.#chat = new ChatSession({
      viewer,
      connection: connectionCount.toString(36),
      serverId: parts.serverId,
      watches: parts.conversations,
      messageRates: parts.messageRates,
      metrics: parts.metrics,
      send,
    });
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? '' : String(data)));
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('error', (error) => logger.debug({ err: error }, 'socket'));
    this.#send({ type: 'ready' });
    this.#stopBadges = [
      parts.inboxes.watch(viewer.id, (unread) => send({ type: 'inbox.changed', unread })),
      parts.notices.watch(viewer.id, (unread) => send({ type: 'notices.changed', unread })),
    ];
    socket.on('close', (code) => {
      parts.metrics.closed(code);
      this.#onClose();
    });
  }

  /** Ends a socket that did not answer the last ping; pings the others. */
  ping(): void {
    if (!this.#alive) {
      this.socket.terminate();
      return;
    }
    this.#alive = false;
    this.socket.ping();
  }

  /** Says again where it is present. */
  stay(): void {
    this.#chat.stay();
  }

  /**
   * After the frames that came so far have been answered: asks the browser to go to another server, and waits until it
   * has. Who is cut off meanwhile does not learn why.
   */
  async move(): Promise<void> {
    await this.#turn;
    this.close(closeCodes.shuttingDown);
    if (this.socket.readyState === this.socket.CLOSED) return;
    await new Promise((resolve) => this.socket.once('close', resolve));
  }

  /** At once, and without a word to a browser that does not listen any more. */
  terminate(): void {
    this.socket.terminate();
  }

  close(code: number): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.close(code);
    // One who does not read would keep what is unsent for half a minute.
    setTimeout(() => this.socket.terminate(), closeWaitMs).unref();
  }

  /** In the order in which they came: two messages must not overtake each other. */
  #receive(text: string): void {
    if (this.#waiting >= maxWaitingFrames) {
      this.close(closeCodes.flooding);
      return;
    }
    this.#waiting += 1;
    this.#turn = this.#turn.then(async () => {
      await this.#answer(text);
      this.#waiting -= 1;
    });
  }

  async #answer(text: string): Promise<void> {
    if (this.socket.readyState !== this.socket.OPEN) return;
    let about: string | undefined;
    try {
      const json = parseJson(text);
      const frame = clientFrameSchema.safeParse(json);
      about = frame.success ? subjectOf(frame.data) : messageOf(json);
      this.parts.frameRates.take(this.viewer.id);
      if (!frame.success) throw new AppError('frame.invalid');
      await this.#handle(frame.data);
    } catch (error) {
      const { code, details } = toAppError(error);
      this.#send({ type: 'error', code, details, ...(about && { about }) });
    }
  }

  async #handle(frame: ClientFrame): Promise<void> {
    switch (frame.type) {
      case 'ping':
        return this.#send({ type: 'pong' });
      case 'scan.watch':
        this.#scans ??= new ScanSession(this.viewer, this.parts.scans, (answer) => this.#send(answer));
        return this.#scans.watch(frame.scanId);
      case 'scan.unwatch':
        return this.#scans?.stop(frame.scanId);
      case 'message.send':
        return this.#chat.send(frame);
      case 'message.delete':
        return this.#chat.delete(frame);
      case 'conversation.resume':
        return this.#chat.resume(frame);
      case 'conversation.leave':
        return this.#chat.leave(frame.conversationId);
      case 'conversation.here':
        return this.#chat.here(frame);
      case 'conversation.read':
        return this.#chat.read(frame);
      case 'conversation.typing':
        return this.#chat.typing(frame);
    }
  }

  #send(frame: ServerFrame): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    // What only waits for the end of this turn says nothing about the reader.
    if (this.socket.bufferedAmount > maxUnsentBytes) this.#uncork();
    if (this.socket.bufferedAmount > maxUnsentBytes) {
      this.close(closeCodes.slowReader);
      return;
    }
    this.#cork();
    this.socket.send(JSON.stringify(frame));
  }

  /** The frames of one turn of the event loop go out in one write, which costs more than all the rest of a frame. */
  #cork(): void {
    if (this.#corked) return;
    this.#corked = true;
    this.stream.cork();
    setImmediate(() => this.#uncork());
  }

  #uncork(): void {
    if (!this.#corked) return;
    this.#corked = false;
    this.stream.uncork();
  }

  /** After the frame that is being answered, which may still begin to watch something. */
  #onClose(): void {
    for (const stop of this.#stopBadges) stop();
    void this.#turn.then(() => {
      this.#scans?.close();
      this.#chat.close();
    });
  }
}

/** With a store away the browser is told to come again; not all of them in the same second. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isOutage(error)) {
    logger.warn({ err: error }, 'a store is away');
    return new AppError('service.away', { seconds: 1 + Math.floor(Math.random() * longestRetrySeconds) });
  }
  logger.error({ err: error }, 'the frame failed');
  return new AppError('internal');
}

/** What an error is said to be about. */
function subjectOf(frame: ClientFrame): string | undefined {
  if (frame.type === 'ping') return undefined;
  if (frame.type === 'message.send') return frame.clientMessageId;
  if (frame.type === 'message.delete') return frame.messageId;
  return 'scanId' in frame ? frame.scanId : frame.conversationId;
}

const messageSchema = z.object({ clientMessageId: clientMessageIdSchema });

/** The message that a frame which nobody understands was to send: its sender would send it again for ever. */
const messageOf = (json: unknown): string | undefined => messageSchema.safeParse(json).data?.clientMessageId;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
