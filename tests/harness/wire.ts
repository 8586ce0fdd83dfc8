import type { ClientFrame, ServerFrame } from '@/lib/protocol/websocket';

/** A server in the hand of the test: it answers when it is told to, and refuses what a real one refuses rarely. */
export class Wire {
  readonly readyState = 1;
  onmessage: ((event: { data: string }) => void) | undefined;
  readonly frames: ClientFrame[] = [];

  send(text: string): void {
    this.frames.push(JSON.parse(text));
  }

  close(): void {}

  answer(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** The words, or the kind, of every message that came, in order. */
  get sent(): string[] {
    return this.frames.flatMap((frame) =>
      frame.type === 'message.send'
        ? [frame.content.kind === 'text' ? frame.content.text : frame.content.kind]
        : [],
    );
  }

  get resumed(): number {
    return this.frames.filter(({ type }) => type === 'conversation.resume').length;
  }
}
