import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';
import { canMountDisk } from '../../support/small-disk.js';
import { aSession, aTask } from '../../support/translation/builders.js';
import { withSmallDisk } from '../../support/translation/with-small-disk.js';
import { withRecords } from './with-records.js';

const problemShape = z.object({ code: z.string(), detail: z.string() });
const megabyte = 1024 * 1024;

// A disk of its own needs root on Linux.
(canMountDisk ? describe : describe.skip)('a database whose disk is full', () => {
  const disk = withSmallDisk();
  const world = withRecords({ waitMs: 1 }, disk);

  it('is a 503 with the time to come back; what was acknowledged is there, and writing goes on when there is room', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    const batch = (n: number) =>
      Array.from({ length: 100 }, (_, at) =>
        aTask({ id: `${n}-${at}`, source_text: `${n}-${at} ${'x'.repeat(9_000)}` }),
      );
    const send = (n: number) => ann.ask('post', '/tasks/batch', { items: batch(n) });
    await disk.fill(12 * megabyte);
    const acknowledged: number[] = [];
    const refused = await eventually(async () => {
      const n = acknowledged.length;
      const answer = await send(n);
      if (answer.status !== 200) return answer;
      acknowledged.push(n);
      return undefined;
    }, 'the disk to be full');
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toMatch(/^[1-9]/);
    expect(problemShape.parse(refused.data)).toMatchObject({
      code: expect.stringMatching(/^(?:database|dependency)-unavailable$/),
      detail: expect.stringContaining('may have been written'),
    });
    expect(acknowledged.length).toBeGreaterThan(1);
    await disk.empty();
    const next = acknowledged.length;
    await eventually(
      async () => ((await send(next)).status === 200 ? true : undefined),
      'writing to go on',
    );
    acknowledged.push(next);
    const stored = await disk.db.translationTask.findMany({ where: { userId: ann.userId } });
    const ids = new Set(stored.map(({ id }) => id));
    const lost = acknowledged.flatMap(batch).filter(({ id }) => !ids.has(id));
    expect([lost, ids.size]).toEqual([[], stored.length]);
  }, 120_000);
});
