import type { JournalEntry } from './journal-line.js';
import { VersionCounter } from './version-counter.js';
import { bytesOf, keptOf } from './waiting-record.js';
import { WaitingRecords } from './waiting-records.js';

/** What an outbox remembers. */
export interface Kept {
  readonly waiting: WaitingRecords;
  readonly versions: VersionCounter;
}

/** As it was when the last of these lines was written. */
export function replay(entries: readonly JournalEntry[]): Kept {
  const waiting = new WaitingRecords();
  const versions = new VersionCounter();
  for (const line of entries)
    switch (line.entry) {
      case 'put': {
        const { record } = line;
        versions.note(record.version);
        waiting.add({ ...keptOf(line), bytes: bytesOf(record), turn: 0, since: -Infinity });
        break;
      }
      case 'done':
        waiting.discard(line.of, line.id, line.version);
        break;
      case 'highest':
        versions.note(line.version);
    }
  return { waiting, versions };
}
