import { describe, expect, it } from '@jest/globals';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();

const plant = async (userId: string, plays: number) =>
  database.db.play.createMany({
    data: Array.from({ length: plays }, (_, index) => ({
      userId,
      source: 'trakt',
      sourceRef: String(index),
      mediaType: 'episode',
      traktItemId: index,
      watchedAtGiven: '2026-11-01T12:00:00.000Z',
      action: 'watch',
    })),
  });

const eventsOf = (userId: string) =>
  database.db.playEvent.findMany({ where: { play: { userId } }, orderBy: { id: 'asc' } });

describe('the database', () => {
  it('tells of each change of a play, once, whoever makes it, and of nothing else', async () => {
    const { db } = database;
    await plant('ann', 1);
    expect(await eventsOf('ann')).toEqual([]);
    const move = () =>
      db.$executeRaw`UPDATE plays SET state = 'parked', reason = 'refused', subject_id = 7, refusals = refusals + 1
        WHERE user_id = 'ann'`;
    await move();
    await move();
    await db.play.updateMany({
      where: { userId: 'ann' },
      data: { syncedAt: new Date(), refusals: 0 },
    });
    await db.play.updateMany({ where: { userId: 'ann' }, data: { reason: 'upstream-down' } });
    expect(await eventsOf('ann')).toMatchObject([
      { state: 'parked', reason: 'refused', subjectId: 7, episodeId: null, runId: null },
      { state: 'parked', reason: 'upstream-down', subjectId: 7, episodeId: null, runId: null },
    ]);
  });

  it('tells of the updates of an upsert, and not of its inserts', async () => {
    const { db } = database;
    await plant('bob', 2);
    await db.$executeRaw`UPDATE plays SET state = 'removed' WHERE user_id = 'bob' AND source_ref = '1'`;
    await db.$executeRaw`INSERT INTO plays (user_id, source, source_ref, media_type, trakt_item_id, watched_at_given, action)
      SELECT 'bob', 'trakt', n::text, 'episode', n, '', 'watch' FROM generate_series(0, 3) n
      ON CONFLICT (user_id, source, source_ref) DO UPDATE SET state = 'seen' WHERE plays.state = 'removed'`;
    expect((await eventsOf('bob')).map(({ state }) => state)).toEqual(['removed', 'seen']);
  });

  it('tells of thousands in one go, and forgets with the play', async () => {
    const { db } = database;
    await plant('eve', 5000);
    // The plan of the trigger is made for few rows, and must do for many.
    await db.$executeRaw`UPDATE plays SET state = 'planned' WHERE user_id = 'eve' AND source_ref = '0'`;
    await db.$executeRaw`UPDATE plays SET state = 'planned' WHERE user_id = 'eve'`;
    expect(await db.playEvent.count({ where: { play: { userId: 'eve' } } })).toBe(5000);
    await db.play.deleteMany({ where: { userId: 'eve' } });
    expect(await db.playEvent.count({ where: { state: 'planned' } })).toBe(0);
  });

  it('takes nothing back and tells of nothing when the statement is undone', async () => {
    const { db } = database;
    await plant('dan', 1);
    const undone = db.$transaction([
      db.$executeRaw`UPDATE plays SET state = 'planned' WHERE user_id = 'dan'`,
      db.$executeRaw`SELECT 1 / 0`,
    ]);
    await expect(undone).rejects.toThrow('division by zero');
    expect(await eventsOf('dan')).toEqual([]);
  });

  it('keeps a decision that another replaces, and none for one that only says the same again', async () => {
    const { db } = database;
    const where = { mediaType: 'episode', traktItemId: 1 };
    const decidedAt = new Date('2026-11-01T00:00:00.000Z');
    const evidence = [{ signal: 'gate', detail: 'why' }];
    const decision = {
      kind: 'parked',
      reason: 'unmatched',
      evidence,
      idMapVersion: 'map 1',
      decidedAt,
    };
    await db.match.create({ data: { ...where, ...decision } });
    await db.match.updateMany({ where, data: { idMapVersion: 'map 2' } });
    expect(await db.matchChange.count()).toBe(0);
    await db.match.updateMany({
      where,
      data: { kind: 'matched', reason: null, subjectId: 7, evidence: [] },
    });
    expect(await db.matchChange.findMany()).toMatchObject([
      {
        kind: 'parked',
        reason: 'unmatched',
        subjectId: null,
        evidence,
        idMapVersion: 'map 2',
        decidedAt,
      },
    ]);
  });
});
