import { OutboxError } from './outbox-error.js';

export interface RoomLimits {
  readonly records: number;
  readonly bytes: number;
}

interface Guest {
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Back-pressure: who comes when there is no room waits, in the order of coming. One record by itself is always let in. */
export class Room {
  readonly #limits: RoomLimits;
  readonly #used: () => RoomLimits;
  #entering = { records: 0, bytes: 0 };
  #queue: Guest[] = [];
  #refusal: unknown;

  constructor(limits: RoomLimits, used: () => RoomLimits) {
    this.#limits = limits;
    this.#used = used;
  }

  /** Settles once there is room, which is held until `left`. Rejects while nothing is sent any more. */
  enter(bytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ bytes, resolve, reject });
      this.look();
    });
  }

  /** Who entered is among the waiting records now, or has failed to. */
  left(bytes: number): void {
    this.#entering.records -= 1;
    this.#entering.bytes -= bytes;
    this.look();
  }

  /** Nobody is kept waiting for room that will not be: `undefined` takes it back. */
  refuse(reason: unknown): void {
    this.#refusal = reason;
    this.look();
  }

  /** Lets in whoever there is room for. */
  look(): void {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (!this.#hasRoomFor(next)) break;
      this.#queue.shift();
      this.#entering.records += 1;
      this.#entering.bytes += next.bytes;
      next.resolve();
    }
    if (this.#refusal === undefined) return;
    for (const { reject } of this.#queue.splice(0)) reject(this.#refusal);
  }

  close(): void {
    this.refuse(new OutboxError('closed', 'The outbox is closed.'));
  }

  #hasRoomFor({ bytes }: Guest): boolean {
    const used = this.#used();
    const records = used.records + this.#entering.records;
    return (
      records === 0 ||
      (records < this.#limits.records &&
        used.bytes + this.#entering.bytes + bytes <= this.#limits.bytes)
    );
  }
}
