import { describe, expect, it } from '@jest/globals';
import { planDetailSchema } from '../../../src/api/contract/plan.js';
import { planRemovalsSchema } from '../../../src/api/contract/plan-removal.js';
import { removalPageSchema } from '../../../src/api/contract/removal.js';
import { planFor } from '../../support/dry-runs.js';
import { withReview } from '../../support/review-world.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import type { Person } from '../../support/with-people.js';

const series = anAnime(1, { episodes: 24 });
const film = aFilm(2, { hasRow: false });
const world = withReview([series, film]);
const loose = { removals: 'unmark', removalGuardPlays: 20, removalGuardPercent: 100 } as const;

const marked = (ann: Person): number[] =>
  Object.entries(ann.onBangumi().episodes[series.subjectId] ?? {})
    .filter(([, type]) => type === 2)
    .map(([id]) => Number(id) - series.row(0));

const vanish = (ann: Person, ids: readonly (string | undefined)[]): void => {
  for (const id of ids) world().trakt.removePlay(id ?? '', { username: ann.name });
};

/** A dry run, and what it says of plays that are gone. */
const look = async (ann: Person) => {
  const { id } = await planFor(world(), ann);
  const call = await world().as(ann);
  const { plan } = planDetailSchema.parse((await call('get', `/plans/${id}`)).data);
  const { data } = await call('get', `/plans/${id}/removals`);
  return { report: plan.report, items: planRemovalsSchema.parse(data).items };
};

describe('a dry run over plays that are gone from Trakt', () => {
  it('tells which marks would be taken away, and the sync after it takes away exactly those', async () => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, loose);
    world().bangumi.setCollection(series.subjectId, { type: 3 }, ann.name);
    world().bangumi.setMark(series.row(5), 2, ann.name);
    world().bangumi.setCollection(film.subjectId, { type: 1 }, ann.name);
    const ids = ann.watch(series, { count: 10 });
    const [inCinema] = ann.watch(film);
    ann.watch(series, { from: 2, at: '2026-11-05T12:00:00.000Z' });
    await ann.sync();
    world().bangumi.setMark(series.row(3), 3, ann.name);
    world().bangumi.setMark(series.row(6), 0, ann.name);
    vanish(ann, [...ids.slice(0, 7), inCinema]);
    ann.watch(series, { from: 4, at: '2026-11-06T12:00:00.000Z' });
    const before = ann.written();
    const { report, items } = await look(ann);
    expect(items.map(({ number, outcome }) => `${number ?? 'film'} ${outcome ?? ''}`)).toEqual([
      '1 unmark',
      '2 still-watched',
      '3 changed-since',
      '4 still-watched',
      '5 not-ours',
      '6 as-before',
      '7 unmark',
      'film unmark',
    ]);
    expect(items[0]).toMatchObject({ subject_id: series.subjectId, episode_id: series.row(1) });
    expect(report).toMatchObject({
      plays: { removed: 8, done_already: 1 },
      removals: {
        plays: { unmark: 3, 'still-watched': 2, 'changed-since': 1, 'as-before': 1, 'not-ours': 1 },
        marks: 3,
        asks: null,
      },
      writes: 2,
      timeline_entries: 1,
    });
    // Nothing was written, not even that they are gone.
    expect(ann.written()).toEqual(before);
    expect(await world().watchflow.db.removal.count({ where: { userId: ann.userId } })).toBe(0);

    const writes = ann.writes().length;
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(marked(ann)).toEqual([2, 4, 5, 8, 9, 10]);
    expect(ann.onBangumi().collections[film.subjectId]).toMatchObject({ type: 1 });
    expect(ann.writes()).toHaveLength(writes + 2);
    expect((await look(ann)).report).toMatchObject({ removals: null, writes: 0 });
  });

  it.each([
    ['policy', { ...loose, removals: 'ask' }],
    ['guard', { ...loose, removalGuardPlays: 2 }],
    ['guard', { ...loose, removalGuardPercent: 29 }],
  ] as const)('tells that a question would be asked first (%s)', async (asks, settings) => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, settings);
    const ids = ann.watch(series, { count: 9 });
    await ann.sync();
    vanish(ann, ids.slice(0, 3));
    // The sync would prove it, so that it counts among what the three are a share of.
    ann.watch(series, { from: 10, at: '2026-11-06T12:00:00.000Z' });
    const { report, items } = await look(ann);
    expect(report?.removals).toEqual({ plays: { ask: 3 }, marks: 0, asks });
    expect(items).toHaveLength(3);
    await ann.sync();
    const call = await world().as(ann);
    const questions = removalPageSchema.parse((await call('get', '/removals?state=open')).data);
    expect(questions.items).toMatchObject([{ reason: asks, plays: 3, proven: 10 }]);
    expect(marked(ann)).toHaveLength(10);
  });

  it('tells that they are kept where that is the policy', async () => {
    const ann = await world().someone();
    const ids = ann.watch(series, { count: 3 });
    await ann.sync();
    vanish(ann, ids.slice(0, 1));
    expect((await look(ann)).report?.removals).toEqual({
      plays: { kept: 1 },
      marks: 0,
      asks: null,
    });
  });

  it('tells of marks that an earlier sync could not take away, and asks about them no more', async () => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, loose);
    const ids = ann.watch(series, { count: 10 });
    await ann.sync();
    vanish(ann, ids.slice(0, 2));
    const broken = world().bangumi.faults.add({
      match: { method: 'PATCH', path: new RegExp(`/collections/${series.subjectId}/episodes`) },
      fault: { kind: 'status', status: 500 },
    });
    expect(await ann.sync()).toMatchObject({ status: 'incomplete' });
    broken.remove();
    await world().watchflow.history.settings.change(ann.userId, { removals: 'ask' });
    const { report } = await look(ann);
    expect(report?.removals).toEqual({ plays: { unmark: 2 }, marks: 2, asks: null });
    await ann.sync();
    expect(marked(ann)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
