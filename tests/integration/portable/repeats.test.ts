import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const series = anAnime(1);
const rows = 2_500;
const table = `type,trakt_id,season,number,watched_at\n${Array.from({ length: rows }, (_, n) => {
  const at = new Date(Date.UTC(2015, 0, 1) + n * 3_600_000).toISOString();
  return `episode,1,1,${(n % 12) + 1},${n === 1_700 ? 'nonsense' : at}\n`;
}).join('')}`;

describe('the steps of an import', () => {
  const world = withPeople({ titles: [series] });

  const aFile = async () => {
    const { imports } = world().watchflow;
    const { userId } = await world().someone();
    const importId = randomUUID();
    const options = { format: 'auto', timeZone: 'UTC', keepGood: true, dryRun: false } as const;
    const start = { id: importId, userId, requestId: importId, workflowId: 'none', ...options };
    await imports.receive(start, Readable.from([Buffer.from(table)]));
    return { userId, importId };
  };

  it('go on where a killed one stopped, and change nothing when they are repeated', async () => {
    const { imports, db } = world().watchflow;
    const of = await aFile();
    const dying = new AbortController();
    dying.abort(new Error('killed'));
    await expect(imports.readOn({ ...of, maxRows: 10_000 }, dying.signal)).rejects.toThrow(
      'killed',
    );
    expect(await imports.readOn({ ...of, maxRows: 1_000 })).toEqual({ isRead: false });
    // Two that take each other for dead.
    await Promise.all([
      imports.readOn({ ...of, maxRows: 1_000 }),
      imports.readOn({ ...of, maxRows: 1_000 }),
    ]);
    expect(await imports.readOn({ ...of, maxRows: 10_000 })).toEqual({ isRead: true });
    expect(await imports.readOn({ ...of, maxRows: 10_000 })).toEqual({ isRead: true });
    expect(await imports.find(of.userId, of.importId)).toMatchObject({
      rows,
      badRows: 1,
      faults: 1,
    });
    expect(await db.importRow.count({ where: { importId: of.importId } })).toBe(rows - 1);
    expect([await imports.gatherTitles(of), await imports.gatherTitles(of)]).toEqual([1, 1]);
    const lookUp = () => imports.lookUp({ ...of, limit: 10 }, {});
    expect([await lookUp(), await lookUp()]).toEqual([{ waiting: 0 }, { waiting: 0 }]);
    const applied = await Promise.all([imports.apply(of), imports.apply(of)]);
    const once = { kind: 'taken-in', added: rows - 1, joined: 0, known: 0 };
    expect([...applied, await imports.apply(of)]).toEqual([once, once, once]);
    expect(await db.play.count({ where: { userId: of.userId } })).toBe(rows - 1);
    const ending = { ...of, status: 'cancelled', advice: null, retryAt: null } as const;
    // What was taken in is not called cancelled.
    expect([await imports.close(ending), await imports.close(ending)]).toEqual([
      { status: 'success' },
      { status: 'success' },
    ]);
    expect(await db.importRow.count({ where: { importId: of.importId } })).toBe(0);
  });
});
