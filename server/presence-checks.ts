import { livingServers, presentIn } from '@/lib/chat/presence';
import { atOnce, inLots, type Spread } from './lots';

/** So many conversations are asked about at a time. */
const checkedAtOnce = 50;

/** Who is present in the conversations that are watched: hints tell of those who come and go, unless they are lost. */
export class PresenceChecks {
  /** One at a time: a Redis that does not answer must not be asked again and again. */
  #checking = false;
  #living: ReadonlySet<string> = new Set();

  constructor(
    private readonly watched: () => readonly string[],
    private readonly tell: (conversationId: string, userIds: readonly string[]) => void,
  ) {}

  async check(conversationId: string): Promise<void> {
    this.tell(conversationId, (await presentIn(conversationId)).sort());
  }

  /** All of them, some at a time. */
  checkAll(spread: Spread = atOnce): Promise<void> {
    return inLots(this.watched(), checkedAtOnce, spread, (ids) =>
      Promise.all(ids.map((id) => this.check(id))),
    );
  }

  /** All of them when a server has died; with `all`, in any case: hints may have been lost. */
  async checkServers({ all = false } = {}): Promise<void> {
    if (this.#checking) return;
    this.#checking = true;
    try {
      const living = await livingServers();
      const nobodyDied = [...this.#living].every((serverId) => living.has(serverId));
      if (all || !nobodyDied) await this.checkAll();
      // Not before: a death whose check failed is noticed again.
      this.#living = living;
    } finally {
      this.#checking = false;
    }
  }
}
