import { describe, expect, it } from '@jest/globals';
import { flushSchema } from '../../../src/api/contract/translation/write.js';
import { taskSchema } from '../../../src/api/contract/translation/record.js';
import { connectBulk } from '../../../src/platform/database/index.js';
import { createTranslation } from '../../../src/areas/translation/index.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { aSession, aTask } from '../../support/translation/builders.js';
import { withRecords } from './with-records.js';

const patient = 20_000;

describe('writes that wait for company', () => {
  const world = withRecords({ waitMs: patient });

  it('are written and answered when somebody flushes', async () => {
    const ann = await world().someone();
    const began = performance.now();
    const writing = ann.sessions(aSession());
    await eventually(
      () => Promise.resolve(world().translation.state().sessions.waiting === 1 || undefined),
      'the request to wait',
    );
    expect(await world().db.translationSession.count({ where: { userId: ann.userId } })).toBe(0);
    const { status, data } = await ann.ask('post', '/flush');
    expect(status).toBe(200);
    expect(flushSchema.parse(data)).toMatchObject({ sessions: { rows: 1, flushes: 1 } });
    expect(await writing).toEqual(['inserted']);
    expect(performance.now() - began).toBeLessThan(patient);
  });
});

describe('writes beyond what may wait', () => {
  const world = withRecords({ mostRows: 10 });

  it('are refused with the time to come back, and none is dropped', async () => {
    const { db, someone } = world();
    const ann = await someone();
    await ann.sessions(aSession());
    const batch = (n: number) => ({
      items: Array.from({ length: 8 }, (_, at) => aTask({ id: `${n}-${at}` })),
    });
    const answers = await db.$transaction(async (tx) => {
      // Nobody gets past this lock until the transaction ends.
      await tx.$executeRaw`SELECT FROM translation_sessions WHERE user_id = ${ann.userId} FOR UPDATE`;
      const all = [1, 2, 3, 4].map((n) => ann.ask('post', '/tasks/batch', batch(n)));
      let answered = 0;
      const count = (): void => {
        answered += 1;
      };
      for (const one of all) one.then(count, count);
      await eventually(() => Promise.resolve(answered === 3 || undefined), 'three refusals');
      return { all };
    });
    const ended = await Promise.all(answers.all);
    const statuses = ended.map(({ status }) => status);
    expect([...statuses].sort()).toEqual([200, 503, 503, 503]);
    const refusals = ended.filter(({ status }) => status === 503);
    expect(refusals.map(({ headers }) => String(headers['retry-after']))).toEqual(['1', '1', '1']);
    const words = refusals.map(({ data }) => JSON.stringify(data));
    expect(words.filter((text) => text.includes('"code":"write-buffer-full"'))).toHaveLength(3);
    expect(await db.translationTask.count({ where: { userId: ann.userId } })).toBe(8);
  });
});

describe('several processes on one database', () => {
  const world = withRecords({ waitMs: 2, flushRows: 50 });

  it('leave every record once, at its highest version, and say true things of it', async () => {
    const { url, db, someone } = world();
    const ann = await someone();
    await ann.sessions(aSession());
    const { log } = collectLog();
    const bulks = [1, 2, 3].map(() => connectBulk({ url, connections: 4, log }));
    const settings = { flushRows: 50, waitMs: 2, mostRows: 20_000 };
    const processes = bulks.map((bulk) => createTranslation({ db, bulk, settings }));
    const ids = Array.from({ length: 40 }, (_, n) => `t${n}`);
    const itemsOf = (which: number, round: number) =>
      ids
        .map((id, n) => {
          const version = 1 + ((n * 7 + round * 5 + which * 3) % 60);
          return aTask({ id, version, status: 'processing' });
        })
        .sort((left, right) => ((left.version * 31) % 17) - ((right.version * 31) % 17));
    const said = await Promise.all(
      processes.flatMap(({ writeTasks }, which) =>
        Array.from({ length: 12 }, async (_, round) => {
          const items = itemsOf(which, round);
          const isAtomic = round % 3 === 0;
          const verdicts = await writeTasks({ userId: ann.userId, isAtomic, items });
          return verdicts.map(({ kind }, index) => ({ kind, item: items[index] }));
        }),
      ),
    );
    await Promise.all(bulks.map((bulk) => bulk.close()));
    const rows = await db.translationTask.findMany({ where: { userId: ann.userId } });
    const all = said.flat();
    const highest = ids.map((id) => [
      id,
      Math.max(...all.filter(({ item }) => item?.id === id).map(({ item }) => item?.version ?? 0)),
    ]);
    expect(new Map(rows.map(({ id, version }) => [id, Number(version)]))).toEqual(
      new Map(highest.map(([id, version]) => [id, version])),
    );
    const other = all.filter(({ kind }) => kind === 'invalid' || kind === 'withheld');
    expect(other).toEqual([]);
    const inserted = all.filter(({ kind }) => kind === 'inserted').map(({ item }) => item?.id);
    expect([...inserted].sort()).toEqual([...ids].sort());
  }, 60_000);
});

describe('a value that only the database refuses', () => {
  const world = withRecords({ waitMs: 20 });

  it('makes its item invalid, and its neighbours are written', async () => {
    const { db, someone } = world();
    const ann = await someone();
    await ann.sessions(aSession());
    await db.$executeRaw`ALTER TABLE translation_tasks ADD CONSTRAINT odd CHECK (position <> 13)`;
    const items = Array.from({ length: 20 }, (_, n) => aTask({ id: `t${n}`, position: n }));
    const [words, others] = await Promise.all([
      ann.tasks(...items),
      ann.tasks(aTask({ id: 'other' })),
    ]);
    expect(words).toEqual(items.map(({ position }) => (position === 13 ? 'invalid ' : 'inserted')));
    expect(others).toEqual(['inserted']);
    expect(await ann.get('/tasks/t14', taskSchema)).toMatchObject({ position: 14 });
  });
});

describe('a database that is gone', () => {
  const world = withRecords();

  it('is a 503 that says what is not known, and what is sent again is written', async () => {
    const { db, someone } = world();
    const ann = await someone();
    await ann.sessions(aSession());
    await db.$executeRaw`CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'`;
    await db.$executeRaw`CREATE TRIGGER hang_up AFTER INSERT ON translation_tasks EXECUTE FUNCTION hang_up()`;
    const { status, data, headers } = await ann.ask('post', '/tasks/batch', { items: [aTask()] });
    expect([status, data]).toMatchObject([
      503,
      { detail: expect.stringContaining('may have been') },
    ]);
    expect(headers['retry-after']).toMatch(/^[1-9]/);
    await db.$executeRaw`DROP TRIGGER hang_up ON translation_tasks`;
    expect(await ann.tasks(aTask())).toEqual(['inserted']);
  });
});
