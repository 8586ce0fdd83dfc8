import { type ClientFrame, closeCodes, type ServerFrame, serverFrameSchema } from '@/lib/protocol/websocket';
import { reconnectDelayMs } from './reconnect-delay';

export interface LiveListener {
  onFrame?(frame: ServerFrame): void;
  /** The server is ready for frames, for the first time or again. */
  onOpen?(): void;
  onLost?(): void;
  /** The session has ended; nothing is tried any more. */
  onSignedOut?(): void;
}

/** What getTicket throws where no ticket will be had any more, however often it is asked. */
export class SignedOut extends Error {}

interface Options {
  /** A new single-use ticket; null when none can be had now. Throws SignedOut. */
  getTicket(): Promise<string | null>;
  /** Opens a socket with a ticket; tests bring their own. */
  connect?(ticket: string): WebSocket;
}

/** How soon a browser that was asked to move comes back, at the latest. */
const movedWithinMs = 250;

/** A server that was silent for this long is asked whether it is there. */
const silentMs = 20_000;
/** An answer that takes longer never comes. */
const answerMs = 8_000;
/** The same of a connection that is being opened. */
const openingMs = 15_000;

function connectHere(ticket: string): WebSocket {
  const origin = window.location.origin.replace(/^http/, 'ws');
  return new WebSocket(`${origin}/socket?ticket=${encodeURIComponent(ticket)}`);
}

/**
 * The one socket of a tab, opened again for as long as somebody listens, with a new ticket and a growing pause. It
 * keeps no frames: what has to survive a lost connection is kept and sent again by whoever sent it.
 */
export class LiveSocket {
  readonly #listeners = new Set<LiveListener>();
  readonly #options: Required<Options>;
  #socket: WebSocket | null = null;
  #open = false;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #asking: ReturnType<typeof setTimeout> | undefined;
  /** Counts connections, so that one that was given up cannot speak any more. */
  #generation = 0;
  #signedOut = false;

  constructor(options: Options) {
    this.#options = { connect: connectHere, ...options };
  }

  get open(): boolean {
    return this.#open;
  }

  /** The first listener opens the socket, the last one that leaves closes it. */
  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) void this.#connect();
    else if (this.#open) listener.onOpen?.();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#end();
    };
  }

  /** False when there is no connection. True promises nothing either: only an answer does. */
  send(frame: ClientFrame): boolean {
    if (!this.#open || this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Gives up the connection and opens another at once: it does not answer, or the network has come back. */
  restart(): void {
    if (this.#listeners.size === 0) return;
    this.#end();
    this.#attempts = 0;
    void this.#connect();
  }

  /**
   * Opens another connection where this one carries nothing any more, of which a browser that only reads is not told:
   * a phone that was in a dead spot, or asleep.
   */
  check(): void {
    if (!this.#open || this.#asking !== undefined || Date.now() - this.#heardAt < silentMs) return;
    this.send({ type: 'ping' });
    this.#asking = setTimeout(() => this.restart(), answerMs);
  }

  /** The session has ended, as somebody else knows: closes the connection, and opens no other. */
  signOut(): void {
    this.#end();
    this.#signOut();
  }

  async #connect(): Promise<void> {
    // Whoever signs in next, in another tab, may be somebody else than this page was made for.
    if (this.#signedOut) return;
    this.#generation += 1;
    const generation = this.#generation;
    const ticket = await this.#options.getTicket().catch((error: unknown) => error);
    if (generation !== this.#generation) return;
    if (ticket instanceof SignedOut) return this.#signOut();
    if (typeof ticket !== 'string') return this.#again();
    const socket = this.#options.connect(ticket);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#giveUp(), openingMs);
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (generation === this.#generation) this.#receive(String(event.data));
    };
    socket.onclose = (event: CloseEvent) => {
      if (generation !== this.#generation) return;
      this.#lose();
      if (event.code === closeCodes.shuttingDown) this.#move();
      else if (event.code === closeCodes.signedOut) this.#signOut();
      else this.#again();
    };
    socket.onerror = () => undefined;
  }

  #receive(text: string): void {
    this.#heardAt = Date.now();
    this.#stopAsking();
    const frame = serverFrameSchema.safeParse(parseJson(text));
    if (!frame.success) return;
    if (frame.data.type === 'ready') {
      clearTimeout(this.#timer);
      this.#open = true;
      this.#attempts = 0;
      for (const listener of this.#listeners) listener.onOpen?.();
      return;
    }
    for (const listener of this.#listeners) listener.onFrame?.(frame.data);
  }

  #signOut(): void {
    this.#signedOut = true;
    for (const listener of this.#listeners) listener.onSignedOut?.();
  }

  /** Another server waits already; the one that is leaving has spread its browsers over a while. */
  #move(): void {
    this.#timer = setTimeout(() => void this.#connect(), Math.random() * movedWithinMs);
    // Where it is not so, the next pause grows as ever.
    this.#attempts += 1;
  }

  #giveUp(): void {
    this.#end();
    this.#again();
  }

  #again(): void {
    this.#timer = setTimeout(() => void this.#connect(), reconnectDelayMs(this.#attempts, Math.random()));
    this.#attempts += 1;
  }

  #stopAsking(): void {
    clearTimeout(this.#asking);
    this.#asking = undefined;
  }

  #lose(): void {
    clearTimeout(this.#timer);
    this.#stopAsking();
    const wasOpen = this.#open;
    this.#open = false;
    this.#socket = null;
    if (wasOpen) for (const listener of this.#listeners) listener.onLost?.();
  }

  #end(): void {
    this.#generation += 1;
    this.#socket?.close();
    this.#lose();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
