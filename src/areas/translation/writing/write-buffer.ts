import {
  createWaitingRequests,
  rowsOf,
  type Buffered,
  type Load,
  type Waiting,
  type WaitingRequests,
} from './waiting-requests.js';

export interface BufferSettings {
  /** So many rows are written at once, without waiting. */
  readonly flushRows: number;
  /** What is fewer waits for company as long as this, ms. */
  readonly waitMs: number;
  /** Rows that may wait or be on their way. */
  readonly mostRows: number;
}

export interface WriteBufferDeps<T extends Buffered, A> {
  readonly settings: BufferSettings;
  /** Writes a group and answers per request, in its order. */
  readonly write: (group: readonly T[]) => Promise<readonly A[]>;
  readonly onFlush?: ((flush: FlushFacts) => void) | undefined;
}

export interface FlushFacts {
  readonly rows: number;
  readonly ms: number;
  readonly failed: boolean;
}

export interface Drained {
  readonly rows: number;
  readonly flushes: number;
}

export interface WriteBuffer<T extends Buffered, A> {
  /** Settles when the group it went with is committed, or was not. Throws BufferFullError. */
  submit(request: T): Promise<A>;
  /** Writes what waits now, and waits for what is on its way; what comes later is not its concern. */
  drain(): Promise<Drained>;
  /** From now on nothing waits for company. */
  hurry(): void;
  /** Rows that wait, and rows on their way. */
  state(): Load;
}

/** While the database writes one group, the next one is put together. */
const atOnce = 2;

/**
 * Requests that come at the same time are written together: one statement and one commit for all, and nobody is answered before
 * it. A group closes at `flushRows`, or when its oldest request has waited `waitMs`; two groups are on their way at most.
 */
export function createWriteBuffer<T extends Buffered, A>({
  settings,
  ...deps
}: WriteBufferDeps<T, A>): WriteBuffer<T, A> {
  const requests = createWaitingRequests<T, A>(settings);
  const underWay = new Set<Promise<void>>();
  let { waitMs } = settings;
  let timer: NodeJS.Timeout | undefined;

  const waitLeft = (oldest: Waiting<T, A>): number =>
    requests.load().waiting >= settings.flushRows
      ? 0
      : Math.max(0, waitMs - (performance.now() - oldest.since));

  const flushOne = (): void => {
    const group = requests.takeGroup();
    const flushing = writeGroup(group, deps).finally(() => {
      requests.written(group);
      underWay.delete(flushing);
      proceed();
    });
    underWay.add(flushing);
  };

  const proceed = (): void => {
    clearTimeout(timer);
    for (;;) {
      const oldest = requests.oldest();
      if (oldest === undefined || underWay.size >= atOnce) return;
      const left = waitLeft(oldest);
      if (left > 0) {
        timer = setTimeout(proceed, left);
        return;
      }
      flushOne();
    }
  };

  return {
    async submit(request) {
      requests.assertRoomFor(request);
      return new Promise((resolve, reject) => {
        requests.add({ request, since: performance.now(), resolve, reject });
        proceed();
      });
    },
    drain: () => drainNow({ requests, underWay, flushOne }),
    hurry() {
      waitMs = 0;
      proceed();
    },
    state: () => requests.load(),
  };
}

interface Draining<T extends Buffered, A> {
  readonly requests: WaitingRequests<T, A>;
  readonly underWay: ReadonlySet<Promise<void>>;
  readonly flushOne: () => void;
}

async function drainNow<T extends Buffered, A>({
  requests,
  underWay,
  flushOne,
}: Draining<T, A>): Promise<Drained> {
  const { waiting, writing } = requests.load();
  const began = performance.now();
  let flushes = underWay.size;
  while ((requests.oldest()?.since ?? Infinity) <= began)
    if (underWay.size < atOnce) {
      flushOne();
      flushes += 1;
    } else await Promise.race(underWay);
  await Promise.all(underWay);
  return { rows: waiting + writing, flushes };
}

/** Never rejects: each request is told. */
async function writeGroup<T extends Buffered, A>(
  group: readonly Waiting<T, A>[],
  { write, onFlush = () => undefined }: Omit<WriteBufferDeps<T, A>, 'settings'>,
): Promise<void> {
  const began = performance.now();
  const tell = (failed: boolean): void => {
    onFlush({ rows: rowsOf(group), ms: performance.now() - began, failed });
  };
  try {
    const answers = await write(group.map(({ request }) => request));
    tell(false);
    for (const [index, { resolve, reject }] of group.entries()) {
      const answer = answers[index];
      if (answer === undefined) reject(new Error('a request was written and not answered'));
      else resolve(answer);
    }
  } catch (error) {
    tell(true);
    for (const { reject } of group) reject(error);
  }
}
