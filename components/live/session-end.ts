/** The tabs of a browser share one session: who signs out in one of them has left them all. */
let shared: BroadcastChannel | undefined;

/** One for the tab: what it says itself it does not hear. */
function channel(): BroadcastChannel {
  shared ??= new BroadcastChannel('session-end');
  return shared;
}

/** Tells the other tabs that the session which they share has ended. */
export function tellTabsSignedOut(): void {
  channel().postMessage(null);
}

/** Listens until the returned function is called. */
export function onSignedOutElsewhere(listener: () => void): () => void {
  channel().addEventListener('message', listener);
  return () => channel().removeEventListener('message', listener);
}
