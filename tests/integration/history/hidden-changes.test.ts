import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import { until } from '../../support/eventually.js';
import { movableClock } from '../../support/movable-clock.js';
import { anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1, { episodes: 250 });
/** On Trakt only, so that most of the history costs Bangumi nothing. */
const others = Array.from({ length: 8 }, (_, index) =>
  anAnime(10 + index, { episodes: 200, hasTmdb: false, genres: [] }),
);
const clock = movableClock();

const day = 24 * 60 * 60 * 1000;
const start = Date.parse('2019-01-01T12:00:00.000Z');
const dayOf = (index: number): string => new Date(start + index * day).toISOString();

describe('changes further down in a history of 1,600 plays', () => {
  const world = withPeople({ titles: [series, ...others], clock });

  /** A play a day from 2019 on, and eight of the series among them. */
  const someoneWithYears = async (): Promise<{ ann: Person; ids: string[] }> => {
    const ann = await world().someone();
    const ids: string[] = [];
    for (const [index, show] of others.entries())
      for (let number = 1; number <= 199; number += 1)
        ids.push(...ann.watch(show, { from: number, at: dayOf(index * 200 + number) }));
    for (let number = 1; number <= 8; number += 1)
      ids.push(...ann.watch(series, { from: number, at: dayOf(number * 150) }));
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { plays: { promised: 1600, stored: 1600, proven: 8 } },
    });
    return { ann, ids };
  };

  const edit = ({ name }: Person, id: string, watchedAt: string) => {
    world().trakt.editPlay(id, { watchedAt }, { username: name });
  };
  const remove = ({ name }: Person, id: string, movesActivity = true) =>
    world().trakt.removePlay(id, { username: name, movesActivity });
  const storedTime = async ({ userId }: Person, id: string) =>
    (
      await world().watchflow.db.play.findUniqueOrThrow({
        where: { userId_source_sourceRef: { userId, source: 'trakt', sourceRef: id } },
      })
    ).watchedAtGiven;
  /** Ledger and Trakt hold the same plays at the same times. */
  const expectTrue = async ({ userId, name }: Person) => {
    const { db } = world().watchflow;
    const stored = await db.play.findMany({ where: { userId, state: { not: 'removed' } } });
    const atTrakt = world().trakt.plays(name);
    const toPairs = (plays: readonly (readonly [string, string])[]) =>
      plays.map(([id, time]) => `${id} ${time}`).sort();
    expect(toPairs(stored.map((play) => [play.sourceRef, play.watchedAtGiven]))).toEqual(
      toPairs(atTrakt.map(({ id, watchedAt }) => [id, watchedAt])),
    );
  };
  const expectFound = async (ann: Person, most: number) => {
    const run = await ann.sync();
    expect(run).toMatchObject({ status: 'success', certificate: { complete: true } });
    expect(requestsOf(world()).trakt).toBeLessThanOrEqual(most);
    await expectTrue(ann);
  };

  /** One for all the sentences of a part: what one of them changes the others know. */
  const oneOfMany = () => {
    let years: { ann: Person; ids: string[] } | undefined;
    beforeAll(async () => {
      years = await someoneWithYears();
    });
    return () => {
      if (years === undefined) throw new Error('nobody is there yet');
      return years;
    };
  };

  describe('are found in eight requests at most:', () => {
    const known = oneOfMany();

    it('a play that was added with an old date', async () => {
      const { ann } = known();
      const [id = ''] = ann.watch(series, { from: 11, at: '2020-02-03T04:05:00.000Z' });
      await expectFound(ann, 8);
      expect((await ann.plays())[id]).toMatchObject({ state: 'proven' });
    });

    it('a play whose time was edited, though the total stays the same', async () => {
      const { ann, ids } = known();
      const [id = ''] = ids;
      edit(ann, id, '2021-05-06T07:08:00.000Z');
      await expectFound(ann, 8);
      expect(await storedTime(ann, id)).toBe('2021-05-06T07:08:00.000Z');
    });

    it('a play that was deleted', async () => {
      const { ann, ids } = known();
      const id = ids[900] ?? '';
      remove(ann, id);
      await expectFound(ann, 8);
      expect((await ann.plays())[id]).toMatchObject({ state: 'removed' });
    });

    it('one deleted and another added far back, so that the total stays the same', async () => {
      const { ann, ids } = known();
      remove(ann, ids[500] ?? '');
      ann.watch(series, { from: 12, at: '2020-03-03T04:05:00.000Z' });
      await expectFound(ann, 8);
    });

    it('a new play on top of an old one that was deleted', async () => {
      const { ann, ids } = known();
      remove(ann, ids[700] ?? '');
      ann.watch(series, { from: 13, at: new Date().toISOString() });
      await expectFound(ann, 8);
    });

    it('a play that lost its date', async () => {
      const { ann, ids } = known();
      const id = ids[10] ?? '';
      edit(ann, id, '1970-01-01T00:00:00.000Z');
      await expectFound(ann, 8);
      expect(await storedTime(ann, id)).toBe('1970-01-01T00:00:00.000Z');
    });

    it('a season marked at one shared time, years ago', async () => {
      const { ann } = known();
      const at = '2022-02-02T20:00:00.000Z';
      for (let number = 14; number <= 150; number += 1) ann.watch(series, { from: number, at });
      await expectFound(ann, 8);
    });

    it('and nothing at all, when Trakt says that something moved and nothing did', async () => {
      const { ann } = known();
      const [id = ''] = ann.watch(series, { at: '2018-01-01T00:00:00.000Z' });
      remove(ann, id);
      await expectFound(ann, 8);
    });
  });

  it('are found in sixty requests when forty plays of five years were deleted', async () => {
    const { ann, ids } = await someoneWithYears();
    const [one, two, three] = [others[0], others[1], others[2]].map((show) => show?.traktId);
    expect(new Set([one, two, three]).size).toBe(3);
    for (let index = 0; index < 40; index += 1) remove(ann, ids[index * 39] ?? '');
    await expectFound(ann, 60);
    expect((await ann.sync()).status).toBe('unchanged');
  });

  it('are found by a daily look that does not believe Trakt’s own word, in three requests when there is none', async () => {
    const { ann, ids } = await someoneWithYears();
    remove(ann, ids[5] ?? '', false);
    expect((await ann.sync()).status).toBe('unchanged');
    clock.moveOn(25);
    await expectFound(ann, 8);
    expect((await ann.sync()).status).toBe('unchanged');
    await world().watchflow.db.syncCursor.updateMany({
      where: { userId: ann.userId },
      data: { comparedAt: new Date(0) },
    });
    await expectFound(ann, 3);
  });

  describe('are found all the same', () => {
    const known = oneOfMany();
    let next = 11;
    const anotherEpisode = () => next++;
    const someId = (ids: readonly string[]): string => ids[(next++ * 37) % 1500] ?? '';
    const refused = { kind: 'status', status: 403, body: { error: 'no' } } as const;
    it.each<[string, Fault]>([
      ['is refused', refused],
      ['comes in pages', { kind: 'clamp-page', limit: 100 }],
      ['is short', { kind: 'status', status: 200, body: {} }],
    ])('when the snapshot %s', async (_what, fault) => {
      const { ann, ids } = known();
      world().trakt.faults.add({ match: { path: /^\/sync\/watched\// }, fault });
      ann.watch(series, { from: anotherEpisode(), at: '2020-02-03T04:05:00.000Z' });
      ann.watch(series, { from: anotherEpisode(), at: '2023-02-03T04:05:00.000Z' });
      await expectFound(ann, 16);
      // An edit that counts cannot tell takes the whole walk, and is found.
      const edited = someId(ids);
      edit(ann, edited, new Date(Date.parse(await storedTime(ann, edited)) + day).toISOString());
      await expectFound(ann, 20);
      // So is one deleted among the newest, without walking all the rest.
      const [newest] = world().trakt.plays(ann.name);
      remove(ann, newest?.id ?? '');
      await expectFound(ann, 12);
    });

    it('within a week when there is no snapshot and counts see nothing, as it cancels out', async () => {
      const { ann, ids } = known();
      world().trakt.faults.add({ match: { path: /^\/sync\/watched\// }, fault: refused });
      remove(ann, someId(ids), false);
      world().trakt.addPlay(
        { show: series.traktId, season: 1, number: anotherEpisode(), watchedAt: dayOf(3) },
        { username: ann.name, movesActivity: false },
      );
      clock.moveOn(26);
      expect((await ann.sync()).status).toBe('success');
      expect((await ann.sync()).status).toBe('unchanged');
      clock.moveOn(6 * 24);
      await expectFound(ann, 20);
    });

    it('when the snapshot cannot be had at all, after trying', async () => {
      const { ann, ids } = known();
      world().trakt.faults.add({
        match: { path: /^\/sync\/watched\// },
        fault: { kind: 'status', status: 504 },
      });
      remove(ann, someId(ids));
      await expectFound(ann, 60);
    });

    it('when the history changes while it is compared', async () => {
      const { ann, ids } = known();
      remove(ann, someId(ids));
      const slow = world().trakt.faults.add({
        match: { path: /^\/sync\/history\/episodes\// },
        times: 1,
        fault: { kind: 'delay', ms: 1500 },
      });
      const { runId } = await ann.ask();
      await until(() => slow.fired() > 0, 'the lookup');
      remove(ann, someId(ids));
      ann.watch(series, { from: anotherEpisode(), at: '2020-02-03T04:05:00.000Z' });
      ann.watch(series, { from: anotherEpisode(), at: '2020-02-04T04:05:00.000Z' });
      expect(await ann.closed(runId)).toMatchObject({ status: 'success' });
      await ann.sync();
      await expectTrue(ann);
    });

    it('when the item was deleted at Trakt with its play', async () => {
      const { ann, ids } = known();
      remove(ann, someId(ids));
      world().trakt.faults.add({
        match: { path: /^\/sync\/history\/episodes\// },
        fault: { kind: 'status', status: 404 },
      });
      await expectFound(ann, 8);
    });
  });
});
