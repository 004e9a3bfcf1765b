import { RecordsError } from '../http/records-error.js';
import type { RecordsClient } from '../create-records-client.js';
import type { TaskDraft } from '../records.js';
import { delayBefore, mayPass, type RetryPace } from './backoff.js';
import { deliver, type Delivered } from './deliver.js';
import { Suspicion } from './suspicion.js';
import type { KeptRecord, Kind, WaitingRecord } from './waiting-record.js';
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
  /** What stopped is tried again, whoever wanted it. */
  readonly onResume: () => void;
}

/** The default pace of what stopped. */
const usualSlowly = 300_000;

interface Flush {
  readonly upTo: number;
  readonly mayNotBeAside: (one: KeptRecord) => boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends what waits, one batch after the other: full ones at once, others after `flushMs` or when a flush is asked for. Failing
 * attempts are made again with growing pauses; one that only a person can mend stops it until `resume`,
 * which it calls by itself from time to time.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** ms; between attempts of what stopped, or was set aside. */
  readonly #slowly: number;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #flushes: Flush[] = [];
  #failures = 0;
  #stopped: RecordsError | undefined;
  readonly #suspicions = { session: new Suspicion(), task: new Suspicion() };
  /** Why records were set aside. */
  #fault: RecordsError | undefined;
  #hasSucceeded = false;
  /** `performance.now()` of the first answer since the last success that was not of watchflow. */
  #strangeSince: number | undefined;
  /** `performance.now()` when what stopped, or was set aside, is tried again. */
  #againAt = Infinity;
  #wake: () => void = () => undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#slowly = options.pace.slowly ?? usualSlowly;
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

  /**
   * Settles when everything with a turn up to this is settled or set aside. Rejects when sending stops, or has, and when one is aside
   * that may not be: none may, unless told otherwise.
   */
  flush(upTo: number, mayNotBeAside: Flush['mayNotBeAside'] = () => true): Promise<void> {
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped);
    return new Promise((resolve, reject) => {
      this.#flushes.push({ upTo, mayNotBeAside, resolve, reject });
      this.#tellFlushes();
      this.#wake();
    });
  }

  /** Tries again after it stopped, and what was set aside. */
  resume(): void {
    this.#stopped = undefined;
    this.#againAt = Infinity;
    this.#strangeSince = undefined;
    this.#options.waiting.bringBack();
    this.#options.onResume();
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
      if (performance.now() >= this.#againAt) this.resume();
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
    const { waiting } = this.#options;
    const sessions = await this.#sendBatch('session');
    const sent = new Set(sessions.map(({ record }) => record.id));
    await this.#sendBatch(
      'task',
      ({ session_id: id }) => sent.has(id) || !waiting.isWaiting('session', id),
    );
  }

  async #sendBatch(
    of: Kind,
    mayGo?: (task: TaskDraft) => boolean,
  ): Promise<readonly WaitingRecord[]> {
    const { client, waiting, limits, settle } = this.#options;
    const suspicion = this.#suspicions[of];
    const batch = waiting.take(of, { ...limits, items: suspicion.limit(limits.items) }, mayGo);
    try {
      await deliver({ client, settle, signal: this.#ending.signal }, batch);
      suspicion.passed(batch.length);
      if (batch.length > 0) this.#succeeded();
    } catch (error) {
      const [first] = batch;
      if (first === undefined || !isFault(error) || !suspicion.failed(batch.length)) throw error;
      this.#setAside(first, error);
    }
    return batch;
  }

  #succeeded(): void {
    this.#hasSucceeded = true;
    this.#strangeSince = undefined;
  }

  #setAside(record: WaitingRecord, error: RecordsError): void {
    const { waiting, onTrouble } = this.#options;
    waiting.setAside(record);
    this.#fault = error;
    this.#againAt = Math.min(this.#againAt, performance.now() + this.#slowly);
    onTrouble(error, false);
  }

  async #afterTrouble(error: unknown): Promise<void> {
    const { pace, onTrouble } = this.#options;
    if (this.#isFinal(error)) {
      this.#stopped = error;
      this.#againAt = performance.now() + this.#slowly;
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

  /** Whether a person has to mend it. What stands before a server that has answered may say other things for a while. */
  #isFinal(error: unknown): error is RecordsError {
    if (!(error instanceof RecordsError) || mayPass(error.kind)) return false;
    if (!this.#hasSucceeded || !isOfAnother(error)) return true;
    this.#strangeSince ??= performance.now();
    return performance.now() - this.#strangeSince > this.#slowly;
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
    const again = this.#againAt - performance.now();
    if (oldest === undefined || this.#stopped !== undefined) return again;
    if (this.#flushes.length > 0 || waiting.waitingCount >= limits.items) return 0;
    return Math.min(again, oldest + flushMs - performance.now());
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
    for (const { upTo, mayNotBeAside, resolve, reject } of this.#flushes.filter(isDone))
      if (waiting.hasTurnAside(upTo, mayNotBeAside)) reject(this.#fault);
      else resolve();
    this.#flushes = this.#flushes.filter((flush) => !isDone(flush));
  }

  #rejectFlushes(reason: unknown): void {
    for (const { reject } of this.#flushes.splice(0)) reject(reason);
  }
}

/** An answer of watchflow itself that it failed, for which a record may be to blame; not of what stands before it, or that it is busy. */
const isFault = (error: unknown): error is RecordsError =>
  error instanceof RecordsError && error.status === 500 && error.code !== undefined;

/** Watchflow's own refusals have a code. */
const isOfAnother = ({ status, code }: RecordsError): boolean =>
  status !== undefined && status >= 300 && status < 500 && code === undefined;
