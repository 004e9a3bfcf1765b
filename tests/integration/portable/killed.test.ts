import { beforeAll, describe, expect, it } from '@jest/globals';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { importTicketSchema } from '../../../src/api/contract/portable/import.js';
import { eventually } from '../../support/eventually.js';
import { importAt, type ImportBody } from '../../support/portable/import-at.js';
import { withProcesses, type WatchflowProcess } from '../../support/process/spawn-watchflow.js';
import { startWorker as startWorkerOf } from '../../support/process/start-worker.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const titles = Array.from({ length: 30 }, (_, n) => anAnime(n + 1));
const rows = 6_000;
/** By the ids of others, so that each title has to be looked up. */
const table = `type,tmdb_id,season,number,watched_at\n${Array.from({ length: rows }, (_, n) => {
  const at = new Date(Date.UTC(2015, 0, 1) + n * 3_600_000).toISOString();
  return `episode,${50_001 + (n % titles.length)},1,${(Math.floor(n / titles.length) % 12) + 1},${at}\n`;
}).join('')}`;

describe('an import whose worker is killed', () => {
  const world = withPeople({ titles, workers: false });
  const spawn = withProcesses();
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });

  const startWorker = () => startWorkerOf(world(), spawn);

  const someoneWaits = async (): Promise<true | undefined> => {
    const [row] = await world().watchflow.db.$queryRaw<{ waits: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND NOT l.granted) AS waits`;
    return row?.waits === true ? true : undefined;
  };

  /** Kills it while it cannot go on for this lock. */
  const killAt = (lock: string, worker: WatchflowProcess) =>
    world().watchflow.db.$transaction(
      async (tx) => {
        await tx.$executeRawUnsafe(lock);
        await eventually(someoneWaits, 'the worker to be held');
        worker.kill('SIGKILL');
        await worker.ended;
      },
      { timeout: 60_000 },
    );

  /** Its commit is on the way when it waits for the lock: what it did is done, and nobody hears of it. */
  const holdTheCommit = async (): Promise<void> => {
    const { db } = world().watchflow;
    await db.$executeRaw`CREATE FUNCTION hold_commit() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END'`;
    await db.$executeRaw`CREATE CONSTRAINT TRIGGER hold_commit AFTER UPDATE ON play_imports DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (OLD.good IS NULL AND NEW.good IS NOT NULL) EXECUTE FUNCTION hold_commit()`;
  };

  it('wherever it is, ends once: every play is there once, and so is the sync after it', async () => {
    const { watchflow } = world();
    const ann = await world().someone();
    const data = await importAt(world(), address, ann);
    const sent = await data.send(table, { type: 'text/csv' });
    const { import_id: id } = importTicketSchema.parse(sent.data);
    const until = (what: string, isSo: (body: ImportBody) => boolean) =>
      eventually(async () => {
        const body = await data.read(id);
        return isSo(body) ? body : undefined;
      }, what);

    let worker = await startWorker();
    await until('some rows', (body) => body.rows > 0);
    await killAt('LOCK TABLE import_rows IN SHARE MODE', worker);
    expect(await data.read(id)).toMatchObject({ status: 'running', phase: 'reading' });

    worker = await startWorker();
    await until('some titles', ({ titles: { done } }) => done > 0);
    await killAt('LOCK TABLE import_titles IN SHARE MODE', worker);
    expect(await data.read(id)).toMatchObject({ phase: 'looking-up', rows });

    worker = await startWorker();
    await killAt('LOCK TABLE plays IN SHARE MODE', worker);
    expect(await data.read(id)).toMatchObject({ phase: 'taking-in', counts: null });

    await holdTheCommit();
    worker = await startWorker();
    await killAt('SELECT pg_advisory_xact_lock(4711)', worker);
    await until('what nobody heard of', ({ counts }) => counts !== null);
    expect(await data.read(id)).toMatchObject({ status: 'running' });

    await startWorker();
    const body = await data.ended(id);
    expect(body).toMatchObject({
      status: 'success',
      rows,
      bad_rows: 0,
      counts: { good: rows, added: rows, joined: 0, known: 0 },
    });
    const plays = await watchflow.db.play.findMany({ where: { userId: ann.userId } });
    expect(new Set(plays.map(({ viewingId }) => viewingId)).size).toBe(rows);
    expect(plays).toHaveLength(rows);
    const ended = { action: 'import.ended', targetId: id };
    expect(await watchflow.db.auditLog.count({ where: ended })).toBe(1);
    const where = { importId: id };
    expect(await watchflow.db.importRow.count({ where })).toBe(0);
    expect(await watchflow.db.importPiece.count({ where })).toBe(0);

    const run = await ann.closed(body.run_id ?? '');
    expect(run.certificate).toMatchObject({
      complete: true,
      plays: { stored: rows, proven: rows },
    });
    expect(await watchflow.db.syncRun.count({ where: { userId: ann.userId } })).toBe(1);
    expect(ann.written()).toMatchObject({ sent: 360, changed: 360 });
  }, 300_000);
});
