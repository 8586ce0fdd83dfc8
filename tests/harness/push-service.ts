import assert from 'node:assert/strict';
import { createECDH, createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { decrypt } from 'http_ece';
import { type PushMessage, pushMessageSchema } from '@/lib/protocol/push';

interface Taken {
  message: PushMessage;
  topic: string;
  urgency: string;
  ttl: number;
}

/** A browser's end of a push service: the keys that only it has, and what came for it. */
export class PushedBrowser {
  readonly taken: Taken[] = [];
  /** What the service answers to those who push; 410 is a browser that is gone. */
  status = 201;
  readonly #keys = createECDH('prime256v1');
  readonly #auth = randomBytes(16).toString('base64url');

  constructor(readonly endpoint: string) {
    this.#keys.generateKeys();
  }

  get subscription() {
    const keys = { p256dh: this.#keys.getPublicKey('base64url'), auth: this.#auth };
    return { endpoint: this.endpoint, keys, locale: 'ko' as const };
  }

  get messages(): PushMessage[] {
    return this.taken.map(({ message }) => message);
  }

  take(body: Buffer, headers: IncomingMessage['headers']): void {
    const plain = decrypt(body, { version: 'aes128gcm', privateKey: this.#keys, authSecret: this.#auth });
    this.taken.push({
      message: pushMessageSchema.parse(JSON.parse(plain.toString())),
      topic: String(headers.topic),
      urgency: String(headers.urgency),
      ttl: Number(headers.ttl),
    });
  }
}

/**
 * A push service on this machine that does what the browsers' own do (RFC 8030, 8188, 8291, 8292): it lets in who signs
 * for its origin, and only the browser can read what was pushed.
 */
export class PushService {
  readonly #browsers = new Map<string, PushedBrowser>();
  /** Who signed, in the order in which they pushed. */
  readonly signers: string[] = [];
  /** Pushes that were refused, and why. */
  readonly refused: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async open(port = 0): Promise<PushService> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const taken = address !== null && typeof address === 'object' ? address.port : 0;
    const service = new PushService(server, `http://127.0.0.1:${taken}`);
    server.on('request', async (request, response) => {
      response.writeHead(await service.#answer(request)).end();
    });
    // lib/env.ts reads it at first use.
    process.env.PUSH_TEST_ORIGIN = service.origin;
    return service;
  }

  browser(): PushedBrowser {
    const path = `/push/${randomUUID()}`;
    const browser = new PushedBrowser(this.origin + path);
    this.#browsers.set(path, browser);
    return browser;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      this.signers.push(this.#signerOf(request.headers.authorization ?? ''));
      const browser = this.#browsers.get(request.url ?? '');
      if (!browser) return 404;
      if (browser.status === 201) browser.take(Buffer.concat(chunks), request.headers);
      return browser.status;
    } catch (error) {
      this.refused.push(String(error));
      return 403;
    }
  }

  /** The public key that signed for this origin and has not expired. */
  #signerOf(authorization: string): string {
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
    const signed = Buffer.from(`${head}.${claims}`);
    const encoding = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    assert(verify('sha256', signed, encoding, Buffer.from(signature, 'base64url')), 'the signature');
    const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    assert.equal(aud, this.origin);
    assert(exp > Date.now() / 1000, 'it has expired');
    assert.match(sub, /^(mailto|https):/);
    return key;
  }
}
