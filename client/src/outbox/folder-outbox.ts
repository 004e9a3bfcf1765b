import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { RecordsError } from '../http/records-error.js';
import type { IncompleteQuery, IncompleteSession, Task, Unpaged } from '../records.js';
import type { RestoredSession } from '../restore-session.js';
import type { Delivered } from './deliver.js';
import type { Journal } from './journal.js';
import type { FolderLock } from './lock-folder.js';
import { OutboxError } from './outbox-error.js';
import type { OutboxOptions } from './outbox-options.js';
import type { OutboxState, PutVerdict, RecordsOutbox, SessionPut, TaskPut } from './outbox.js';
import { keepRefused, readRefused, type RefusedRecord } from './refused-records.js';
import type { Kept } from './replay.js';
import { Room } from './room.js';
import { Sender } from './sender.js';
import { bytesOf, isOfSession, keptOf, type KeptRecord } from './waiting-record.js';

const megabyte = 1024 * 1024;
/** Below what the server takes, for whatever stands before it may take less. */
const batchBytes = 8 * megabyte;

interface Parts extends Kept {
  readonly lock: FolderLock;
  readonly journal: Journal;
  readonly damaged: number;
}

export class FolderOutbox implements RecordsOutbox {
  readonly restored: RecordsOutbox['restored'];
  readonly #options: OutboxOptions;
  readonly #parts: Parts;
  readonly #room: Room;
  readonly #sender: Sender;
  readonly #putting = new Set<Promise<unknown>>();
  #turn = 0;
  #trouble: unknown;
  #closing: Promise<{ readonly left: number }> | undefined;

  constructor(options: OutboxOptions, parts: Parts) {
    const { mostRecords = 10_000, mostBytes = 64 * megabyte } = options;
    const { waiting } = parts;
    this.#options = options;
    this.#parts = parts;
    this.restored = { waiting: waiting.count, damaged: parts.damaged };
    this.#room = new Room({ records: mostRecords, bytes: mostBytes }, () => ({
      records: waiting.count,
      bytes: waiting.bytes,
    }));
    this.#sender = new Sender({
      client: options.client,
      waiting,
      limits: { items: options.batchRecords ?? 100, bytes: batchBytes },
      flushMs: options.flushMs ?? 200,
      pace: options.pace ?? { first: 250, longest: 30_000 },
      settle: (delivered) => this.#settle(delivered),
      onTrouble: (error, isFinal) => {
        this.#tell(error, isFinal);
      },
      onResume: () => {
        if (this.#closing === undefined) this.#room.refuse(undefined);
      },
    });
  }

  putSession(session: SessionPut): Promise<number> {
    const record = copyOf(session);
    return this.#put(record, (version) => ({ of: 'session', record: { ...record, version } }));
  }

  putTask(task: TaskPut): Promise<number> {
    const record = copyOf(task);
    return this.#put(record, (version) => ({ of: 'task', record: { ...record, version } }));
  }

  flush(): Promise<void> {
    return this.#sent(() => true);
  }

  async *eachIncompleteSession(
    query?: Unpaged<IncompleteQuery>,
  ): AsyncGenerator<IncompleteSession> {
    // One that is listed and not wholly sent cannot be restored yet.
    await this.#sent(() => false);
    yield* this.#options.client.eachIncompleteSession(query);
  }

  async restoreSession(id: string): Promise<RestoredSession> {
    await this.#sent((one) => isOfSession(one, id));
    const { session, tasks } = await this.#options.client.restoreSession(id);
    this.#parts.versions.note(session.version);
    return { session, tasks: this.#noted(tasks) };
  }

  async #sent(mayNotBeAside: (one: KeptRecord) => boolean): Promise<void> {
    this.#assertOpen();
    await Promise.allSettled(this.#putting);
    await this.#sender.flush(this.#turn, mayNotBeAside);
  }

  async refused(): Promise<readonly RefusedRecord[]> {
    const { records, damaged } = await readRefused(this.#refusedFile);
    if (damaged > 0) this.#options.onTrouble?.(notReadable(this.#refusedFile, damaged));
    return records;
  }

  resume(): void {
    this.#sender.resume();
  }

  state(): OutboxState {
    const { waiting } = this.#parts;
    const { stopped } = this.#sender;
    return { waiting: waiting.count, bytes: waiting.bytes, stopped, trouble: this.#trouble };
  }

  close({ withinMs = 10_000 }: { readonly withinMs?: number } = {}) {
    this.#closing ??= this.#close(withinMs);
    return this.#closing;
  }

  get #refusedFile(): string {
    return path.join(this.#options.dir, 'refused.jsonl');
  }

  async #close(withinMs: number): Promise<{ readonly left: number }> {
    const { journal, lock, waiting } = this.#parts;
    this.#room.close();
    await Promise.allSettled(this.#putting);
    // Why it could not send everything was told when it happened; the number left says the rest.
    const flushing = this.#sender.flush(this.#turn).catch(() => undefined);
    const over = new AbortController();
    const time = wait(withinMs, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([flushing, time]);
    over.abort();
    await this.#sender.close();
    await journal.close();
    await lock.release();
    return { left: waiting.count };
  }

  async #put(
    draft: { readonly id: string; readonly version?: number | undefined },
    toKept: (version: number) => KeptRecord,
  ): Promise<number> {
    this.#assertOpen();
    const putting = this.#take(draft, toKept);
    this.#putting.add(putting);
    try {
      return await putting;
    } finally {
      this.#putting.delete(putting);
    }
  }

  async #take(
    draft: { readonly id: string; readonly version?: number | undefined },
    toKept: (version: number) => KeptRecord,
  ): Promise<number> {
    const { waiting, versions, journal } = this.#parts;
    const bytes = bytesOf(draft);
    await this.#room.enter(bytes);
    try {
      const { of } = toKept(1);
      const version = draft.version ?? versions.next(waiting.highestVersion(of, draft.id));
      versions.note(version);
      const kept = toKept(version);
      this.#turn += 1;
      const since = performance.now();
      const record = { ...kept, bytes: bytesOf(kept.record), turn: this.#turn, since };
      const stays = await journal.append({ entry: 'put', ...keptOf(kept) }, () =>
        waiting.add(record),
      );
      if (!stays) throw notAbove(kept);
      this.#sender.kick();
      return version;
    } finally {
      this.#room.left(bytes);
    }
  }

  async #settle(delivered: readonly Delivered[]): Promise<void> {
    const at = new Date().toISOString();
    await keepRefused(
      this.#refusedFile,
      delivered.flatMap((one) => toRefused(one, at)),
    );
    const { waiting, journal } = this.#parts;
    for (const { record } of delivered) {
      const { of } = record;
      const { id, version } = record.record;
      waiting.settle(record);
      journal.note({ entry: 'done', of, id, version });
    }
    this.#trouble = undefined;
    this.#room.look();
    // What a listener throws is its own, as with any event.
    queueMicrotask(() => {
      for (const one of delivered) this.#options.onVerdict?.(toPutVerdict(one));
    });
  }

  #tell(error: unknown, isFinal: boolean): void {
    this.#trouble = error;
    if (!isFinal || !(error instanceof RecordsError)) {
      queueMicrotask(() => this.#options.onTrouble?.(error));
      return;
    }
    this.#room.refuse(error);
    queueMicrotask(() => this.#options.onStopped?.(error));
  }

  async *#noted(tasks: AsyncIterable<Task>): AsyncGenerator<Task> {
    for await (const task of tasks) {
      this.#parts.versions.note(task.version);
      yield task;
    }
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new OutboxError('closed', 'The outbox is closed.');
  }
}

/** As it would be read again; later changes of the caller's object do not count. */
function copyOf<T extends { readonly id: string }>(draft: T): T {
  if (typeof draft.id !== 'string' || draft.id === '')
    throw new TypeError('A record needs an id: it is known by it.');
  return JSON.parse(JSON.stringify(draft)) as T;
}

const notAbove = ({ of, record: { id, version } }: KeptRecord): OutboxError =>
  new OutboxError(
    'stale',
    `Version ${version} of the ${of} ${id} is not above the one that waits to be sent; the one that waits stays.`,
  );

const notReadable = (file: string, damaged: number): OutboxError =>
  new OutboxError('disk', `${file} has lines that cannot be read: ${damaged} passed over.`);

function toRefused(
  { record, verdict: { verdict, errors } }: Delivered,
  at: string,
): RefusedRecord[] {
  if (verdict !== 'invalid' && verdict !== 'stale') return [];
  return [{ ...keptOf(record), verdict, errors: errors ?? [], at }];
}

const toPutVerdict = ({ record: { of, record }, verdict }: Delivered): PutVerdict => ({
  of,
  id: record.id,
  version: record.version,
  verdict: verdict.verdict,
  errors: verdict.errors ?? [],
});
