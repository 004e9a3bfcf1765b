/** A server that fails so often in a row may fail because of a record. */
const enough = 3;

/**
 * Finds the record that makes a server fail: less is sent each time, until it stands alone. What is put back goes first again, so it
 * is always among the next ones.
 */
export class Suspicion {
  #failures = 0;
  /** So many of the next ones are suspected. 0: none. */
  #among = 0;
  #most = Infinity;

  /** How many to send. */
  limit(items: number): number {
    return Math.min(items, this.#most);
  }

  /** The server failed at so many. True when that is one, and it is to blame. */
  failed(count: number): boolean {
    this.#failures += 1;
    if (this.#among === 0 && this.#failures < enough) return false;
    if (count === 1) {
      this.#clear();
      return true;
    }
    this.#among = count;
    this.#most = Math.ceil(count / 2);
    return false;
  }

  /** So many were answered. */
  passed(count: number): void {
    this.#among -= Math.min(this.#among, count);
    if (this.#among === 0) this.#clear();
  }

  #clear(): void {
    this.#failures = 0;
    this.#among = 0;
    this.#most = Infinity;
  }
}
