/**
 * Shows what a person misses while no page is open: lib/protocol/push.ts says what comes. One notification per
 * conversation: its tag replaces the one before.
 */

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const message = event.data?.json();
  if (message?.type === 'message') event.waitUntil(show(message));
  if (message?.type === 'withdraw') event.waitUntil(withdraw(message.conversationId));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(pathOf(event.notification.tag)));
});

const pathOf = (conversationId) => `/chat/${encodeURIComponent(conversationId)}`;

async function show({ conversationId, title, body, again = false }) {
  const pages = await pagesAt(pathOf(conversationId));
  // Whoever has the conversation before their eyes has seen it.
  if (pages.some((page) => page.visibilityState === 'visible')) return;
  await self.registration.showNotification(title, { body, tag: conversationId, renotify: !again });
}

async function withdraw(conversationId) {
  const shown = await self.registration.getNotifications({ tag: conversationId });
  for (const notification of shown) notification.close();
}

async function open(path) {
  const [page] = await pagesAt(path);
  await (page ? page.focus() : self.clients.openWindow(path));
}

async function pagesAt(path) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return pages.filter((page) => new URL(page.url).pathname === path);
}
