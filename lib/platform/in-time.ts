/**
 * What `work` answers, or `late` where it takes longer than `ms`. `work` goes on all the same, and a failure of it after
 * that is nobody's.
 */
export async function inTime<T, L>(work: Promise<T>, ms: number, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<L>((resolve) => {
    timer = setTimeout(resolve, ms, late);
  });
  return Promise.race([work, lateness]).finally(() => clearTimeout(timer));
}
