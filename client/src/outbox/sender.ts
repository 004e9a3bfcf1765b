import { RecordsError } from '../http/records-error.js';
import type { RecordsClient } from '../create-records-client.js';
import { delayBefore, mayPass, type RetryPace } from './backoff.js';
import { deliver, type Delivered } from './deliver.js';
import type { BatchLimits, WaitingRecords } from './waiting-records.js';
import { OutboxError } from './outbox-error.js';

export interface SenderOptions {
  readonly client: RecordsClient;
  readonly waiting: WaitingRecords;
  readonly limits: BatchLimits;
  /** What is less than a batch waits for more as long as this. */
  readonly flushMs: number;
  readonly pace: RetryPace;
  /** Records, once their verdicts are known: they are no longer the sender's. Throws OutboxError. */
  readonly settle: (delivered: readonly Delivered[]) => Promise<void>;
  /** An attempt failed; it is made again, unless the error `isFinal`. */
  readonly onTrouble: (error: unknown, isFinal: boolean) => void;
}

interface Flush {
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends what waits, one batch after the other: full ones at once, others after `flushMs` or when a flush is asked for. Failing
 * attempts are made again with growing pauses; one that only a person can mend stops it until `resume`.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #flushes: Flush[] = [];
  #failures = 0;
  #stopped: RecordsError | undefined;
  #wake: () => void = () => undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Why nothing is sent any more. */
  get stopped(): RecordsError | undefined {
    return this.#stopped;
  }

  /** Something was put. */
  kick(): void {
    this.#wake();
  }

  /** Settles when everything with a turn up to this is settled. Rejects when sending stops, or has. */
  flush(upTo: number): Promise<void> {
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped);
    return new Promise((resolve, reject) => {
      this.#flushes.push({ upTo, resolve, reject });
      this.#tellFlushes();
      this.#wake();
    });
  }

  /** Tries again after it stopped. */
  resume(): void {
    this.#stopped = undefined;
    this.#failures = 0;
    this.#wake();
  }

  /** Breaks off whatever is under way. */
  async close(): Promise<void> {
    this.#ending.abort(new OutboxError('closed', 'The outbox was closed before this was sent.'));
    this.#wake();
    await this.#running;
    this.#rejectFlushes(this.#ending.signal.reason);
  }

  #isOver(): boolean {
    return this.#ending.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isOver()) {
      await this.#untilDue();
      if (this.#isOver()) return;
      try {
        await this.#sendBatches();
        this.#failures = 0;
      } catch (error) {
        this.#options.waiting.putBack();
        if (!this.#isOver()) await this.#afterTrouble(error);
      }
      this.#tellFlushes();
    }
  }

  /** Sessions before the tasks that belong to them: what came meanwhile waits for the next round. */
  async #sendBatches(): Promise<void> {
    const { client, waiting, limits, settle } = this.#options;
    const deps = { client, settle, signal: this.#ending.signal };
    const sessions = waiting.take('session', limits);
    await deliver(deps, sessions);
    const sent = new Set(sessions.map(({ record }) => record.id));
    const tasks = waiting.take(
      'task',
      limits,
      ({ session_id: id }) => sent.has(id) || !waiting.isWaiting('session', id),
    );
    await deliver(deps, tasks);
  }

  async #afterTrouble(error: unknown): Promise<void> {
    const { pace, onTrouble } = this.#options;
    const isFinal = error instanceof RecordsError && !mayPass(error.kind);
    if (isFinal) {
      this.#stopped = error;
      onTrouble(error, true);
      this.#rejectFlushes(error);
      return;
    }
    this.#failures += 1;
    onTrouble(error, false);
    const retryAfterMs = error instanceof RecordsError ? error.retryAfterMs : undefined;
    const until = performance.now() + delayBefore(pace, this.#failures, { retryAfterMs });
    while (performance.now() < until && !this.#isOver())
      await this.#rest(until - performance.now());
  }

  async #untilDue(): Promise<void> {
    for (;;) {
      const dueIn = this.#dueIn();
      if (dueIn <= 0 || this.#isOver()) return;
      await this.#rest(dueIn);
    }
  }

  /** ms; Infinity while there is nothing to send. */
  #dueIn(): number {
    const { waiting, limits, flushMs } = this.#options;
    const oldest = waiting.oldestSince();
    if (oldest === undefined || this.#stopped !== undefined) return Infinity;
    if (this.#flushes.length > 0 || waiting.waitingCount >= limits.items) return 0;
    return oldest + flushMs - performance.now();
  }

  /** Until somebody wakes us, at most so long. */
  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === Infinity ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #tellFlushes(): void {
    const { waiting } = this.#options;
    const isDone = ({ upTo }: Flush): boolean => !waiting.hasTurn(upTo);
    for (const { resolve } of this.#flushes.filter(isDone)) resolve();
    this.#flushes = this.#flushes.filter((flush) => !isDone(flush));
  }

  #rejectFlushes(reason: unknown): void {
    for (const { reject } of this.#flushes.splice(0)) reject(reason);
  }
}
