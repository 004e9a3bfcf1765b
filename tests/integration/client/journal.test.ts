import { statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Journal } from '../../../client/src/outbox/journal.js';
import { readJournal } from '../../../client/src/outbox/read-journal.js';
import { replay } from '../../../client/src/outbox/replay.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { aTask } from '../../support/translation/builders.js';

describe('a journal that is written anew', () => {
  it('keeps what the sender takes meanwhile', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder.dir, 'outbox.jsonl');
    const kept = replay(
      Array.from({ length: 500 }, (_, n) => ({
        entry: 'put' as const,
        of: 'task' as const,
        record: aTask({ id: `t${n}` }),
      })),
    );
    const journal = await Journal.open({ file, length: 0, kept, compactAt: Infinity });
    const progress = { isOver: false };
    const compacting = journal.compact().then(() => (progress.isOver = true));
    const hasBegun = () => (statSync(`${file}.new`, { throwIfNoEntry: false })?.size ?? 0) > 500;
    while (!progress.isOver) {
      if (hasBegun()) kept.waiting.take('task', { items: 100, bytes: Infinity });
      await turn();
    }
    await compacting;
    await journal.close();
    const { entries } = await readJournal(file);
    expect(replay(entries).waiting.count).toBe(500);
    await folder.remove();
  });
});
