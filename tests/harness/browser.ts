import { expect } from 'vitest';
import WebSocket from 'ws';
import type { Viewer } from '@/lib/accounts/schema';
import { issueTicket } from '@/lib/chat/service';
import { env } from '@/lib/env';
import { type ClientFrame, type ServerFrame, serverFrameSchema } from '@/lib/protocol/websocket';

export interface ChatServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Frames may take a while on a busy machine; what is waited for comes or does not. */
const waitMs = 10_000;

/** A browser's end of a socket: collects frames, and waits for the one that is asked for. */
export class Browser {
  readonly frames: ServerFrame[] = [];
  readonly closed: Promise<number>;
  readonly socket: WebSocket;

  constructor(server: ChatServer | undefined, ticket: string, origin = new URL(env().PUBLIC_URL).origin) {
    this.socket = new WebSocket(`ws://127.0.0.1:${server?.port}/socket?ticket=${ticket}`, { origin });
    this.socket.on('message', (data) => this.frames.push(serverFrameSchema.parse(JSON.parse(String(data)))));
    this.closed = new Promise((resolve) => {
      this.socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      this.socket.on('close', resolve);
      this.socket.on('error', () => undefined);
    });
  }

  send(frame: ClientFrame | string | object): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  async until(found: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    await expect.poll(() => this.frames.some(found), { timeout: waitMs, interval: 10 }).toBe(true);
    const frame = this.frames.find(found);
    if (!frame) throw new Error('the frame is gone');
    return frame;
  }

  leave(): void {
    this.socket.close();
  }
}

/** Goes in with a ticket and waits until the server is ready. */
export async function openBrowser(server: ChatServer | undefined, viewer: Viewer): Promise<Browser> {
  const browser = new Browser(server, await issueTicket(viewer));
  await browser.until((frame) => frame.type === 'ready');
  return browser;
}
