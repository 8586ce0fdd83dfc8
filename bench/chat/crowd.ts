import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, type Delivery, type Peer, protocols } from './clients';
import { issueTickets, type Person } from './world';

const connectedAtOnce = 50;
const maxAttempts = 6;

/** Everybody connected: of each conversation one person to each of the two servers. Counts what comes, exactly. */
export class Crowd {
  readonly #clients: Client[] = [];
  /** The last number that each of them was given. */
  readonly #lastSeq: number[];
  readonly latenciesMs: number[] = [];
  deliveries = 0;
  /** Deliveries out of order, doubled or with a hole before them. */
  wrong = 0;

  constructor(
    private readonly peer: Peer,
    private readonly people: readonly Person[],
    private readonly ports: readonly number[],
    private readonly origin: string,
  ) {
    this.#lastSeq = people.map(() => 0);
  }

  /** Connects those who are not connected yet, up to this number of people. */
  async connect(count: number): Promise<void> {
    const from = this.#clients.length;
    const tickets = await issueTickets(this.people.slice(from, count));
    for (let start = 0; start < tickets.length; start += connectedAtOnce) {
      const opened = tickets.slice(start, start + connectedAtOnce);
      await Promise.all(opened.map((ticket, index) => this.#openPatiently(from + start + index, ticket)));
    }
  }

  /** On a busy machine a connection may be reset before it is taken; a browser tries again, too. */
  async #openPatiently(index: number, ticket: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#open(index, ticket).ready;
        return;
      } catch (error) {
        if (attempt === maxAttempts) throw error;
        await sleep(200 * attempt);
        [ticket = ''] = await issueTickets([this.people[index] as Person]);
      }
    }
  }

  #open(index: number, ticket: string): Client {
    const { userId, conversationId } = this.people[index] as Person;
    const client = protocols[this.peer]({
      port: this.ports[index % 2] ?? 0,
      ...{ conversationId, userId, ticket, origin: this.origin, lastSeq: this.#lastSeq[index] ?? 0 },
      onDelivery: (delivery) => this.#onDelivery(index, delivery),
    });
    this.#clients[index] = client;
    return client;
  }

  #onDelivery(index: number, delivery: Delivery): void {
    this.deliveries += 1;
    if (delivery.type === 'typing') return;
    if (delivery.seq !== (this.#lastSeq[index] ?? 0) + 1) this.wrong += 1;
    this.#lastSeq[index] = delivery.seq;
    const [sender, sentAt] = delivery.text.split(' ').map(Number);
    // On the way from one server to the other.
    if (sender !== index) this.latenciesMs.push(performance.now() - (sentAt ?? 0));
  }

  /** Acts at a fixed rate for a while, one person after the other, and waits for what is still on its way. */
  async act(act: 'send' | 'type', perSecond: number, seconds: number): Promise<number> {
    const total = perSecond * seconds;
    const expected = this.deliveries + total * (act === 'send' ? 2 : 1);
    const startedAt = performance.now();
    for (let done = 0; done < total; ) {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
      for (; done < due; done += 1) {
        const index = (done * 7919) % this.#clients.length;
        const client = this.#clients[index];
        if (act === 'send') client?.send(`${index} ${performance.now()}`);
        else client?.type();
      }
      await sleep(5);
    }
    for (let waited = 0; this.deliveries < expected && waited < 20_000; waited += 20) await sleep(20);
    this.wrong += Math.abs(expected - this.deliveries);
    return total;
  }

  /** Everybody loses the connection at once and comes back as a browser does. Returns the seconds until all are caught up. */
  async storm(pauseMs: () => number): Promise<number> {
    const tickets = await issueTickets(this.people);
    const startedAt = performance.now();
    for (const client of this.#clients) client.cut();
    await Promise.all(tickets.map((ticket, index) => this.#return(index, ticket, pauseMs)));
    return (performance.now() - startedAt) / 1000;
  }

  async #return(index: number, ticket: string, pauseMs: () => number): Promise<void> {
    await sleep(pauseMs());
    await this.#openPatiently(index, ticket);
  }

  end(): void {
    for (const client of this.#clients) client.cut();
  }
}
