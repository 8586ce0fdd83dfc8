/** The browser's side of pushes. Nothing in here asks for permission but `askForPush`. */

/** What the server wants to know of this browser, as PushSubscription.toJSON gives it. */
export interface BrowserSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

const worker = '/service-worker.js';

export const canPush = () =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** Whether nobody has been asked yet in this browser. */
export const isUndecided = () => canPush() && Notification.permission === 'default';

/** Asks the person, then the browser. Null when either says no. To be called on a click only. */
export async function askForPush(publicKey: string): Promise<BrowserSubscription | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  return subscribe(publicKey);
}

/** The subscription of a browser in which notifications were allowed before; it may have changed since. */
export async function renewPush(publicKey: string): Promise<BrowserSubscription | null> {
  if (!canPush() || Notification.permission !== 'granted') return null;
  // Only where somebody wanted it: the permission alone may be of another time.
  if (!(await navigator.serviceWorker.getRegistration(worker))) return null;
  return subscribe(publicKey);
}

async function subscribe(publicKey: string): Promise<BrowserSubscription | null> {
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: publicKey };
  const subscription = await pushManager.subscribe(options).catch(async () => {
    // Made with an older key of ours.
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  });
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  return endpoint && p256dh && auth ? { endpoint, keys: { p256dh, auth } } : null;
}

/** This browser takes no more pushes: somebody else may sit here next. Never throws. */
export async function stopPush(): Promise<void> {
  try {
    if (!canPush()) return;
    const registration = await navigator.serviceWorker.getRegistration(worker);
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
    await registration?.unregister();
  } catch {
    // The server finds out at the next push: the browser's service answers that it is gone.
  }
}

/** Takes away what is shown: of one conversation, or of all. */
export async function closeNotifications(conversationId?: string): Promise<void> {
  if (!canPush()) return;
  const registration = await navigator.serviceWorker.getRegistration(worker);
  const filter = conversationId === undefined ? {} : { tag: conversationId };
  for (const notification of (await registration?.getNotifications(filter)) ?? []) notification.close();
}
