import path from 'node:path';
import { checkOptions } from './check-options.js';
import { appendDurably } from './durable-file.js';
import { FolderOutbox } from './folder-outbox.js';
import { Journal } from './journal.js';
import { makeFolder } from './make-folder.js';
import { lockFolder } from './lock-folder.js';
import type { OutboxOptions } from './outbox-options.js';
import type { RecordsOutbox } from './outbox.js';
import { readJournal } from './read-journal.js';
import { replay } from './replay.js';

const megabyte = 1024 * 1024;

/** Takes the folder, and begins to send what is left in it. Throws OutboxError (`locked`), RangeError for an option. */
export async function openRecordsOutbox(options: OutboxOptions): Promise<RecordsOutbox> {
  checkOptions(options);
  const { dir, compactAt = 4 * megabyte } = options;
  await makeFolder(dir);
  const lock = await lockFolder(dir);
  try {
    const file = path.join(dir, 'outbox.jsonl');
    const { entries, damaged, length } = await readJournal(file);
    if (damaged.length > 0)
      await appendDurably(path.join(dir, 'damaged.jsonl'), `${damaged.join('\n')}\n`);
    const kept = replay(entries);
    const journal = await Journal.open({ file, length, kept, compactAt });
    if (damaged.length > 0) await journal.compact();
    return new FolderOutbox(options, { lock, journal, ...kept, damaged: damaged.length });
  } catch (error) {
    await lock.release();
    throw error;
  }
}
