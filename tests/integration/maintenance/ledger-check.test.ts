import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const [season, film] = [anAnime(1), aFilm(2)];
const world = withPeople({ titles: [season, film] });

const nothing = {
  ...{ unknownStates: 0, provenUnseen: 0, plannedNowhere: 0, withoutReason: 0, eventsDisagree: 0 },
  ...{ unrecorded: 0, duplicates: 0, countsDisagree: 0, leftOpen: 0, staleIntents: 0 },
  ...{ marksUnasked: 0, runsUnended: 0 },
};

/** A run of the job, in the book. */
async function checked(): Promise<Readonly<Record<string, number>> | null> {
  const { watchflow } = world();
  const before = await watchflow.jobLog.page('ledger-check', { limit: 1 });
  await watchflow.jobs.request('ledger-check');
  const run = await eventually(async () => {
    const [newest] = (await watchflow.jobLog.page('ledger-check', { limit: 1 })).items;
    const isNew = newest !== undefined && newest.id !== before.items[0]?.id;
    return isNew && newest.status !== 'RUNNING' ? newest : undefined;
  }, 'the end of ledger-check');
  await watchflow.temporal.client.workflow
    .getHandle(`job:ledger-check${watchflow.config.temporal.taskQueueSuffix}`)
    .result();
  return run.result;
}

const told = async () => {
  const { watchflow, userId } = world();
  const rows = await watchflow.db.notification.findMany({
    where: { userId, event: 'ledger.astray' },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ data }) => data);
};

describe('a ledger held against itself', () => {
  it('is sound after syncs, of plays that are gone, too', async () => {
    const person = await world().someone();
    const [first = ''] = person.watch(season, { count: 3 });
    person.watch(film);
    await person.sync();
    world().trakt.removePlay(first, { username: person.name });
    await person.sync('full');
    const { id } = await person.sync();
    expect(id).not.toBe('');
    expect(await checked()).toEqual({ plays: 4, ...nothing });
    expect(await told()).toEqual([]);
  });

  it('that was tampered with says how, tells administrators of what is new, and stays as it is', async () => {
    const person = await world().someone();
    person.watch(season, { count: 6 });
    await person.sync();
    const { db } = world().watchflow;
    const plays = await db.play.findMany({
      where: { userId: person.userId },
      orderBy: { id: 'asc' },
    });
    const [one, two, three, four, five] = plays.map(({ id }) => id);
    const set = (id: bigint | undefined, data: object) =>
      db.play.updateMany({ where: { id: id ?? 0n }, data });
    const quietly = (statement: string) =>
      db.$transaction([
        db.$executeRawUnsafe('ALTER TABLE plays DISABLE TRIGGER plays_tell_events'),
        db.$executeRawUnsafe(statement),
        db.$executeRawUnsafe('ALTER TABLE plays ENABLE TRIGGER plays_tell_events'),
      ]);
    await set(one, { state: 'lost' });
    await set(two, { syncedAt: null });
    await set(three, { state: 'parked', reason: null });
    await quietly(`UPDATE plays SET episode_id = 1 WHERE id = ${four}`);
    await db.$executeRawUnsafe(`DELETE FROM play_events WHERE play_id = ${five}`);
    await db.syncCursor.updateMany({ where: { userId: person.userId }, data: { promised: 7 } });
    await db.mark.create({
      data: {
        userId: person.userId,
        runId: randomUUID(),
        subjectId: 999_999,
        episodeId: 0,
        after: 2,
      },
    });
    const astray = {
      ...{ unknownStates: 1, provenUnseen: 1, withoutReason: 1, eventsDisagree: 1 },
    };
    const more = { unrecorded: 1, countsDisagree: 1, marksUnasked: 1 };
    const before = await db.play.findMany({ orderBy: { id: 'asc' } });
    expect(await checked()).toEqual({ plays: 10, ...nothing, ...astray, ...more });
    expect(await checked()).toEqual({ plays: 10, ...nothing, ...astray, ...more });
    expect(await told()).toEqual([
      {
        count: 7,
        kinds:
          'unknownStates, provenUnseen, withoutReason, eventsDisagree, unrecorded, countsDisagree, marksUnasked',
      },
    ]);
    expect(await db.play.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    const line = world().lines.find(({ event }) => event === 'the ledger contradicts itself');
    expect(line?.fields).toMatchObject({ finding: 'unknownStates', count: 1, ids: [String(one)] });
  });

  it('knows what was left open by a run that said all is done, and what nothing came of for a week', async () => {
    const person = await world().someone();
    person.watch(film);
    await person.sync();
    const { db } = world().watchflow;
    const longAgo = new Date(Date.now() - 8 * 86_400_000);
    await db.play.updateMany({
      where: { userId: person.userId },
      data: { state: 'sent', subjectId: null, observedAt: longAgo },
    });
    await db.playEvent.updateMany({
      where: { play: { userId: person.userId } },
      data: { at: longAgo },
    });
    await db.syncRun.create({
      data: {
        ...{ id: randomUUID(), userId: person.userId, mode: 'normal', trigger: 'manual' },
        ...{ workflowId: 'w', workflowRunId: 'r', startedAt: longAgo },
      },
    });
    expect(await checked()).toMatchObject({
      ...{ leftOpen: 1, staleIntents: 1, plannedNowhere: 1, runsUnended: 1 },
    });
    expect((await told()).slice(1)).toEqual([
      { count: 4, kinds: 'plannedNowhere, leftOpen, staleIntents, runsUnended' },
    ]);
  });

  it('is not looked at to the end when the job is to stop', async () => {
    const stopped = AbortSignal.abort(new Error('told to stop'));
    await expect(world().watchflow.ledgerCheck.run(stopped)).rejects.toThrow('told to stop');
  });
});
