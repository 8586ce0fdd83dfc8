import { type Collection, MongoClient } from 'mongodb';

interface Talk {
  _id: string;
  lastSeq: number;
}

interface Kept {
  conversationId: string;
  seq: number;
  text: string;
}

/** The least that a chat of the peers' kind has to write: a number, and the message, both acknowledged by a majority. */
export class PeerStore {
  readonly #talks: Collection<Talk>;
  readonly #messages: Collection<Kept>;

  constructor() {
    const client = new MongoClient(process.env.MONGODB_URL ?? '', {
      writeConcern: { w: 'majority', journal: true },
    });
    this.#talks = client.db().collection('benchTalks');
    this.#messages = client.db().collection('benchMessages');
  }

  /** Returns the message's number. */
  async keep(conversationId: string, text: string): Promise<number> {
    const talk = await this.#talks.findOneAndUpdate(
      { _id: conversationId },
      { $inc: { lastSeq: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    const seq = talk?.lastSeq ?? 1;
    await this.#messages.insertOne({ conversationId, seq, text });
    return seq;
  }
}
