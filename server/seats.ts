import { AppError } from '@/lib/errors';

/** Tabs and devices of one person on one server: more than anybody has, and few enough that nobody takes all there are. */
export const seatsPerPerson = 50;

/** How many sockets each person has. */
export class Seats {
  readonly #taken = new Map<string, number>();

  constructor(private readonly perPerson: number) {}

  /** Throws rate.limited when they have all of theirs. */
  take(userId: string): void {
    const taken = this.#taken.get(userId) ?? 0;
    if (taken >= this.perPerson) throw new AppError('rate.limited', { seconds: 60 });
    this.#taken.set(userId, taken + 1);
  }

  leave(userId: string): void {
    const taken = this.#taken.get(userId) ?? 0;
    if (taken > 1) this.#taken.set(userId, taken - 1);
    else this.#taken.delete(userId);
  }
}
