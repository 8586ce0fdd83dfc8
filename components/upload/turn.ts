/** One window at a time sends the video of a listing. */
const lockName = (listingId: string) => `bitmarket-video:${listingId}`;

// Browsers have locks only on pages with TLS; without them every window is on its own.
const locks = () => navigator.locks as LockManager | undefined;

/**
 * Waits for its turn, works, and gives the turn on. Closing a window gives it on too.
 * @param onTaken called once when another window has the turn
 */
export async function inTurn<T>(
  listingId: string,
  signal: AbortSignal,
  onTaken: () => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  const manager = locks();
  if (!manager) return work();
  const name = lockName(listingId);
  const free = await manager.request(name, { ifAvailable: true }, async (lock) =>
    lock ? { value: await work() } : null,
  );
  if (free) return free.value;
  await onTaken();
  return manager.request(name, { signal }, work);
}

/** Whether some window is sending the video of this listing now. */
export async function someoneSends(listingId: string): Promise<boolean> {
  const { held = [] } = (await locks()?.query()) ?? {};
  return held.some(({ name }) => name === lockName(listingId));
}
