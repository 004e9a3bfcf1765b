import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile, syncFolder, writeAt } from './durable-file.js';
import { encodeLine, type JournalEntry } from './journal-line.js';
import { toDiskError } from './outbox-error.js';
import type { Kept } from './replay.js';
import { keptOf } from './waiting-record.js';

interface Queued {
  readonly line: string;
  /** What changes once the line is on the disk. Absent: the line may be lost. */
  readonly apply?: () => void;
  readonly reject: (error: unknown) => void;
}

export interface JournalOptions {
  readonly file: string;
  /** Whole lines that are there, in bytes. */
  readonly length: number;
  /** What still counts. */
  readonly kept: Kept;
  /** Below so many bytes nothing is cleared away. */
  readonly compactAt: number;
}

const nothing = (): void => undefined;

/**
 * What was put and what was settled, one line each, appended in turn: lines that come while others are being written go together,
 * under one fsync. A write that fails leaves the file as it was. Where most of it counts no more, what does is written anew.
 */
export class Journal {
  readonly #options: JournalOptions;
  #handle: FileHandle;
  #size: number;
  #queue: Queued[] = [];
  #writing: Promise<void> | undefined;
  /** After a failed fsync nobody knows what is on the disk: only a new file will do. */
  #isBroken = false;

  private constructor(options: JournalOptions, handle: FileHandle) {
    this.#options = options;
    this.#handle = handle;
    this.#size = options.length;
  }

  /** What is behind its last whole line is cut off. */
  static async open(options: JournalOptions): Promise<Journal> {
    const handle = await open(options.file, 'a+', 0o600).then(async (made) => {
      await made.close();
      return open(options.file, 'r+');
    });
    await handle.truncate(options.length);
    await syncFolder(path.dirname(options.file));
    return new Journal(options, handle);
  }

  /** What `apply` answers, which is called once the line is on the disk. Throws OutboxError when it is not and will not be. */
  append<T>(entry: JournalEntry, apply: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const line = encodeLine(entry);
      this.#add({
        line,
        reject,
        apply: () => {
          resolve(apply());
        },
      });
    });
  }

  /** Written in its turn, with no promise: losing it means that something is sent twice. */
  note(entry: JournalEntry): void {
    this.#add({ line: encodeLine(entry), reject: nothing });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#handle.close();
  }

  #add(queued: Queued): void {
    this.#queue.push(queued);
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    // Whatever is put in this turn of the event loop goes along.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      await this.#writeGroup(group);
      await this.#compactIfDue();
    }
  }

  async #writeGroup(group: readonly Queued[]): Promise<void> {
    const isDurable = group.some(({ apply }) => apply !== undefined);
    const text = group.map(({ line }) => line).join('');
    try {
      await this.#write(text, isDurable).catch(async (error: unknown) => {
        // What is settled may take the room that is lacking.
        if (!(await this.#clear())) throw error;
        await this.#write(text, isDurable);
      });
    } catch (cause) {
      for (const { reject } of group) reject(toDiskError(cause, this.#options.file));
      return;
    }
    for (const { apply } of group) apply?.();
  }

  /** All of it, or the file is as it was. */
  async #write(text: string, isDurable: boolean): Promise<void> {
    if (this.#isBroken) await this.#rewrite();
    try {
      const length = await writeAt(this.#handle, text, this.#size);
      if (isDurable) await this.#sync();
      this.#size += length;
    } catch (error) {
      await this.#handle.truncate(this.#size).catch(() => {
        this.#isBroken = true;
      });
      throw error;
    }
  }

  async #sync(): Promise<void> {
    try {
      await this.#handle.datasync();
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
  }

  /** Whether the file became smaller. */
  async #clear(): Promise<boolean> {
    const before = this.#size;
    const { waiting } = this.#options.kept;
    if (waiting.count > 0) await this.compact();
    else {
      // Nothing is left to keep: even where no second file can be made, the first can be emptied.
      await this.#handle.truncate(0).then(
        () => (this.#size = 0),
        () => undefined,
      );
      await this.compact();
    }
    return this.#size < before;
  }

  /** Writes what still counts anew. A disk that does not let us changes nothing: the old file is as good. */
  async compact(): Promise<void> {
    try {
      await this.#rewrite();
    } catch {
      // The next write tries again, if it has to.
    }
  }

  async #compactIfDue(): Promise<void> {
    const { compactAt, kept } = this.#options;
    if (this.#size >= compactAt && this.#size >= 2 * kept.waiting.bytes) await this.compact();
  }

  async #rewrite(): Promise<void> {
    const { file } = this.#options;
    const { handle, size } = await replaceFile(file, this.#liveLines());
    await this.#handle.close().catch(nothing);
    this.#handle = handle;
    this.#size = size;
    this.#isBroken = false;
    await syncFolder(path.dirname(file));
  }

  /** All of one moment: the sender moves records about while the file is written. */
  #liveLines(): readonly string[] {
    const { versions, waiting } = this.#options.kept;
    const puts = [...waiting].map((one) => encodeLine({ entry: 'put', ...keptOf(one) }));
    return [encodeLine({ entry: 'highest', version: versions.highest }), ...puts];
  }
}
