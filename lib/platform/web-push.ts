import { createECDH } from 'node:crypto';
import webPush from 'web-push';
import { env } from '@/lib/env';

/** Hosts of the browsers' own push services: Chrome and its relatives, Firefox, Edge, Safari. */
const serviceHosts = [
  'fcm.googleapis.com',
  'push.services.mozilla.com',
  'notify.windows.com',
  'push.apple.com',
];
const answerWaitMs = 10_000;

/** Where one browser takes its pushes, and the keys that only it can open them with. */
export interface PushAddress {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** The key that a browser subscribes with; null where nothing can be pushed. */
export function pushKey(): string | null {
  const secret = env().VAPID_PRIVATE_KEY;
  if (secret === undefined) return null;
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(secret, 'base64url');
  return pair.getPublicKey('base64url');
}

/**
 * Whether this address is one of a known push service. It comes from a browser, and this machine is going to call it:
 * anything else could be a door inside the network.
 */
export function isPushService(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { origin, protocol, hostname, port, username, password } = new URL(endpoint);
  if (origin === env().PUSH_TEST_ORIGIN) return true;
  const known = serviceHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  return known && protocol === 'https:' && port === '' && username === '' && password === '';
}

/** Safari takes the permission away from whoever pushes without showing anything. */
export const mayPushSilently = ({ endpoint }: PushAddress) =>
  !new URL(endpoint).hostname.endsWith('push.apple.com');

interface PushOptions {
  ttlSeconds: number;
  /** Of two that wait for a browser that is switched off, the later one of a topic replaces the earlier one. */
  topic: string;
  urgency: 'low' | 'high';
}

/**
 * Hands an encrypted message to the browser's push service.
 * @returns `gone` when the browser takes no more: the address is of no use then
 * @throws where the service cannot be reached or refuses for another reason
 */
export async function sendPush(
  address: PushAddress,
  message: object,
  { ttlSeconds, topic, urgency }: PushOptions,
): Promise<'taken' | 'gone'> {
  const publicKey = pushKey();
  if (publicKey === null || !isPushService(address.endpoint)) return 'gone';
  const { PUBLIC_URL, VAPID_PRIVATE_KEY = '' } = env();
  const subject = PUBLIC_URL.startsWith('https:') ? PUBLIC_URL : 'mailto:push@bitmarket.invalid';
  const { method, headers, body, endpoint } = webPush.generateRequestDetails(
    address,
    JSON.stringify(message),
    {
      vapidDetails: { subject, publicKey, privateKey: VAPID_PRIVATE_KEY },
      contentEncoding: 'aes128gcm',
      TTL: ttlSeconds,
      topic,
      urgency,
    },
  );
  // A redirect would lead out of the known hosts.
  const response = await fetch(endpoint, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    body: new Uint8Array(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(answerWaitMs),
  });
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) return 'gone';
  if (!response.ok) throw new Error(`the push service answers ${response.status}`);
  return 'taken';
}
