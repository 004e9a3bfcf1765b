import { BufferFullError } from './buffer-full-error.js';

/** What a request hands over; a group holds whole requests. */
export interface Buffered {
  readonly rows: number;
  /** Characters, about. */
  readonly size: number;
}

export interface Waiting<T, A> {
  readonly request: T;
  readonly since: number;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

export interface WaitingRequests<T extends Buffered, A> {
  /** Throws BufferFullError. */
  assertRoomFor(request: T): void;
  add(waiting: Waiting<T, A>): void;
  /** The requests to be written together next; they count as being written until `written`. */
  takeGroup(): readonly Waiting<T, A>[];
  written(group: readonly Waiting<T, A>[]): void;
  oldest(): Waiting<T, A> | undefined;
  load(): Load;
}

export interface Load {
  readonly waiting: number;
  readonly writing: number;
}

/** Characters of one statement, and of all that may wait. */
const groupSize = 8 * 1024 * 1024;
const mostSize = 128 * 1024 * 1024;

/** Requests in the order they came, and how much they are. */
export function createWaitingRequests<T extends Buffered, A>({
  flushRows,
  mostRows,
}: {
  readonly flushRows: number;
  readonly mostRows: number;
}): WaitingRequests<T, A> {
  let queue: Waiting<T, A>[] = [];
  let [waiting, writing, size] = [0, 0, 0];
  return {
    assertRoomFor(request) {
      const rows = waiting + writing;
      const isTooMuch = rows + request.rows > mostRows || size + request.size > mostSize;
      // One request by itself is always taken.
      if (rows > 0 && isTooMuch)
        throw new BufferFullError(`${rows} rows wait to be written; try again in a second.`, 1);
    },
    add(one) {
      queue.push(one);
      waiting += one.request.rows;
      size += one.request.size;
    },
    takeGroup() {
      const count = groupLength(queue, flushRows);
      const group = queue.slice(0, count);
      queue = queue.slice(count);
      const rows = rowsOf(group);
      waiting -= rows;
      writing += rows;
      return group;
    },
    written(group) {
      writing -= rowsOf(group);
      size -= group.reduce((sum, { request }) => sum + request.size, 0);
    },
    oldest: () => queue[0],
    load: () => ({ waiting, writing }),
  };
}

export const rowsOf = (group: readonly { readonly request: Buffered }[]): number =>
  group.reduce((sum, { request }) => sum + request.rows, 0);

/** How many requests go together: until `flushRows` are reached, and not above what one statement should hold. */
function groupLength(queue: readonly { readonly request: Buffered }[], flushRows: number): number {
  let [rows, size, count] = [0, 0, 0];
  for (const { request } of queue) {
    if (count > 0 && (rows >= flushRows || size + request.size > groupSize)) break;
    rows += request.rows;
    size += request.size;
    count += 1;
  }
  return count;
}
