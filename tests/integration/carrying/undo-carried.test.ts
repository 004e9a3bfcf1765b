import { describe, expect, it } from '@jest/globals';
import type { SyncSettingsChange } from '../../../src/areas/history/index.js';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import { explainAt, storyOf } from '../explaining/explain-at.js';
import { withReview } from '../../support/review-world.js';
import { anAnime } from '../../support/scenario-builders.js';
import { undoing } from '../../support/undoing.js';
import type { Person } from '../../support/with-people.js';

const series = anAnime(1);
const short = anAnime(2, { episodes: 2 });
const passing = anAnime(3);
const world = withReview([series, short, passing]);
const { undo, marksOf } = undoing(world);

const someoneWith = async (settings: SyncSettingsChange): Promise<Person> => {
  const ann = await world().someone();
  await world().watchflow.history.settings.change(ann.userId, settings);
  return ann;
};
const rate = (ann: Person, rating: number, { traktId } = series): void => {
  world().trakt.rate({ show: traktId }, rating, { username: ann.name });
};
const collect = (ann: Person, number = 1): void => {
  const item = { show: series.traktId, season: 1, number };
  world().trakt.addToCollection(item, { username: ann.name });
};
const onBangumi = (ann: Person, { subjectId } = series) => ann.onBangumi().collections[subjectId];
const haveOnBangumi = (
  ann: Person,
  collection: { readonly type?: 1 | 2 | 3; readonly rate?: number },
  { subjectId } = series,
): void => {
  world().bangumi.setCollection(subjectId, collection, ann.name);
};
const wishesOf = async (ann: Person, what: 'ratings' | 'states') => {
  const { items } = await world().watchflow.history.carrying.list(ann.userId, what, { limit: 9 });
  return items.map(({ value, state, reason }) => ({ value, state, reason }));
};
const undone = (value: number) => ({ value, state: 'excluded', reason: 'undone' });
const proven = (value: number) => ({ value, state: 'proven', reason: null });

describe('undoing a run that carried a rating', () => {
  it('takes the rate away, without an entry in the timeline, and later syncs leave it out', async () => {
    const ann = await someoneWith({ ratings: true });
    ann.watch(series);
    rate(ann, 8);
    const run = await ann.sync();
    expect(await marksOf(ann, run.id)).toMatchObject([
      { what: 'collection', episode_id: null, before: null, after: 3 },
      { what: 'episode', episode_id: series.row(1), before: 0, after: 2 },
      { what: 'rate', episode_id: null, before: 0, after: 8, outcome: null },
    ]);
    const ended = await undo(ann, run.id);
    expect(ended).toMatchObject({
      status: 'success',
      certificate: { carried: { ratings: { excluded: 1 } } },
    });
    expect(ended.advice).toContain('no way to remove');
    expect(onBangumi(ann)).toMatchObject({ type: 3, rate: 0 });
    expect(ann.onBangumi().episodes[series.subjectId] ?? {}).toEqual({});
    expect(ann.writes().at(-1)).toMatchObject({ type: null, timelineEntry: false });
    expect(await marksOf(ann, run.id, '?outcome=taken-back')).toMatchObject([
      { what: 'episode', undone_by: ended.id },
      { what: 'rate', undone_by: ended.id },
    ]);
    expect(await wishesOf(ann, 'ratings')).toEqual([undone(8)]);
    const before = ann.written();
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
    expect(await ann.sync('full')).toMatchObject({ certificate: { complete: true } });
    const changes: readonly SyncSettingsChange[] = [
      { ratingPolicy: 'overwrite' },
      { ratings: false, watchlistState: 'wish' },
      { ratings: true },
    ];
    for (const change of changes) {
      await world().watchflow.history.settings.change(ann.userId, change);
      await ann.sync();
    }
    expect(ann.written()).toEqual(before);
    expect(await wishesOf(ann, 'ratings')).toEqual([undone(8)]);
  });

  it('carries one that is given anew on Trakt, be it the same', async () => {
    const ann = await someoneWith({ ratings: true });
    haveOnBangumi(ann, { type: 3 });
    ann.watch(series);
    rate(ann, 8);
    await undo(ann, (await ann.sync()).id);
    world().trakt.rate({ show: series.traktId }, 8, {
      username: ann.name,
      at: '2030-01-01T00:00:00.000Z',
    });
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(onBangumi(ann)).toMatchObject({ rate: 8 });
    expect(await wishesOf(ann, 'ratings')).toEqual([proven(8)]);
  });

  it('gives the person’s own rate back, which is theirs from then on', async () => {
    const ann = await someoneWith({ ratings: true, ratingPolicy: 'overwrite' });
    haveOnBangumi(ann, { type: 3, rate: 4 });
    ann.watch(series);
    rate(ann, 9);
    const run = await ann.sync();
    expect(onBangumi(ann)).toMatchObject({ rate: 9 });
    await undo(ann, run.id);
    expect(onBangumi(ann)).toMatchObject({ type: 3, rate: 4 });
    await world().watchflow.history.settings.change(ann.userId, { ratingPolicy: 'fill' });
    rate(ann, 7);
    await ann.sync();
    expect(onBangumi(ann)).toMatchObject({ rate: 4 });
    expect(await wishesOf(ann, 'ratings')).toMatchObject([{ reason: 'rated-by-you' }]);
  });

  it('leaves what the person changed since, and lists it', async () => {
    const ann = await someoneWith({ ratings: true });
    haveOnBangumi(ann, { type: 3 });
    ann.watch(series);
    rate(ann, 8);
    const run = await ann.sync();
    haveOnBangumi(ann, { rate: 5 });
    const ended = await undo(ann, run.id);
    expect(ended.advice).toContain('1 were changed since by somebody else');
    expect(onBangumi(ann)).toMatchObject({ rate: 5 });
    expect(await marksOf(ann, run.id, '?outcome=changed-since')).toMatchObject([
      { what: 'rate', before: 0, after: 8 },
    ]);
    expect(await wishesOf(ann, 'ratings')).toEqual([proven(8)]);
  });

  it('leaves what a later run set again until that one is undone, and so goes back to where it began', async () => {
    const ann = await someoneWith({ ratings: true });
    haveOnBangumi(ann, { type: 3 });
    const syncWith = async (rating: number) => {
      rate(ann, rating);
      const { id } = await ann.sync();
      expect(onBangumi(ann)).toMatchObject({ rate: rating });
      return id;
    };
    ann.watch(series);
    const first = await syncWith(6);
    const second = await syncWith(7);
    const third = await syncWith(8);
    expect((await undo(ann, second)).advice).toContain('1 were set again by a later run');
    expect(onBangumi(ann)).toMatchObject({ rate: 8 });
    await undo(ann, third);
    expect(onBangumi(ann)).toMatchObject({ rate: 7 });
    // What is there now is ours, and follows Trakt as before.
    const fourth = await syncWith(9);
    await undo(ann, fourth);
    await undo(ann, second);
    expect(onBangumi(ann)).toMatchObject({ rate: 6 });
    await undo(ann, first);
    expect(onBangumi(ann)).toMatchObject({ rate: 0 });
    expect(await wishesOf(ann, 'ratings')).toEqual([undone(9)]);
  });

  it('leaves plays where they were, and their explanation tells of both', async () => {
    const ann = await someoneWith({ ratings: true });
    const [play = ''] = ann.watch(series);
    await ann.sync();
    const plays = await explainAt(world().address(), world(), ann);
    const before = storyOf(await plays.explainRef(play));
    rate(ann, 8);
    await undo(ann, (await ann.sync()).id);
    const after = await plays.explainRef(play);
    expect(after.play.state).toBe('proven');
    const rated = 'rate-subject answered';
    expect(storyOf(after)).toEqual([...before, rated, rated]);
  });

  it('says so where the subject is there no more', async () => {
    const ann = await someoneWith({ ratings: true });
    ann.watch(passing);
    rate(ann, 8, passing);
    const run = await ann.sync();
    world().bangumi.removeSubject(passing.subjectId);
    expect((await undo(ann, run.id)).advice).toContain('Bangumi no longer has');
    const marks = await marksOf(ann, run.id);
    expect(marks.map(({ outcome }) => outcome)).toEqual(['gone', 'gone', 'gone']);
  });
});

describe('undoing a run that carried a state', () => {
  it('sets it back with the rate it made possible, and an undo of that sets both again', async () => {
    const ann = await someoneWith({ ratings: true, collectionState: 'doing' });
    haveOnBangumi(ann, { type: 1 });
    collect(ann);
    rate(ann, 8);
    const run = await ann.sync();
    expect(onBangumi(ann)).toMatchObject({ type: 3, rate: 8 });
    const taken = await undo(ann, run.id);
    expect(onBangumi(ann)).toMatchObject({ type: 1, rate: 0 });
    expect([await wishesOf(ann, 'ratings'), await wishesOf(ann, 'states')]).toEqual([
      [undone(8)],
      [undone(3)],
    ]);
    await ann.sync('full');
    expect(onBangumi(ann)).toMatchObject({ type: 1, rate: 0 });
    await undo(ann, taken.id);
    expect(onBangumi(ann)).toMatchObject({ type: 3, rate: 8 });
    expect([await wishesOf(ann, 'ratings'), await wishesOf(ann, 'states')]).toEqual([
      [proven(8)],
      [proven(3)],
    ]);
    const before = ann.written();
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
    expect(ann.written()).toEqual(before);
  });

  it('is not set again by what else is collected of it', async () => {
    const ann = await someoneWith({ collectionState: 'doing' });
    haveOnBangumi(ann, { type: 1 });
    collect(ann);
    await undo(ann, (await ann.sync()).id);
    collect(ann, 2);
    await ann.sync();
    expect(onBangumi(ann)).toMatchObject({ type: 1 });
    expect(await wishesOf(ann, 'states')).toEqual([undone(3)]);
  });

  it('leaves it where the person has rated the subject since: a wish has no rate', async () => {
    const ann = await someoneWith({ collectionState: 'doing' });
    haveOnBangumi(ann, { type: 1 });
    collect(ann);
    const run = await ann.sync();
    haveOnBangumi(ann, { rate: 9 });
    await undo(ann, run.id);
    expect(onBangumi(ann)).toMatchObject({ type: 3, rate: 9 });
    expect(await marksOf(ann, run.id)).toMatchObject([{ outcome: 'changed-since' }]);
    expect(await wishesOf(ann, 'states')).toEqual([proven(3)]);
  });

  it('leaves a collection that it made, and says so', async () => {
    const ann = await someoneWith({ watchlistState: 'wish' });
    world().trakt.putOnWatchlist({ show: series.traktId }, { username: ann.name });
    const run = await ann.sync();
    await undo(ann, run.id);
    expect(onBangumi(ann)).toMatchObject({ type: 1 });
    expect(await marksOf(ann, run.id)).toMatchObject([
      { what: 'collection', before: null, after: 1, outcome: 'cannot-be-removed' },
    ]);
    expect(await wishesOf(ann, 'states')).toEqual([proven(1)]);
  });
});

describe('undoing a run that completed a subject', () => {
  it('takes back mark and completion, until the last episode is watched anew', async () => {
    const ann = await someoneWith({ watchedState: 'done' });
    ann.watch(short);
    await ann.sync();
    ann.watch(short, { from: 2, at: '2026-11-03T12:00:00.000Z' });
    const run = await ann.sync();
    expect(onBangumi(ann, short)).toMatchObject({ type: 2 });
    expect(await undo(ann, run.id)).toMatchObject({ status: 'success', advice: null });
    expect(onBangumi(ann, short)).toMatchObject({ type: 3 });
    expect(ann.onBangumi().episodes[short.subjectId]).toEqual({ [short.row(1)]: 2 });
    await ann.sync('full');
    expect(onBangumi(ann, short)).toMatchObject({ type: 3 });
    ann.watch(short, { from: 2, at: '2026-11-09T12:00:00.000Z' });
    await ann.sync();
    expect(onBangumi(ann, short)).toMatchObject({ type: 2 });
    expect(await wishesOf(ann, 'states')).toEqual([proven(2)]);
  });

  it('alone leaves it undone in full syncs and under other settings', async () => {
    const ann = await someoneWith({});
    ann.watch(short, { count: 2 });
    await ann.sync();
    await world().watchflow.history.settings.change(ann.userId, { watchedState: 'done' });
    const run = await ann.sync('full');
    expect(onBangumi(ann, short)).toMatchObject({ type: 2 });
    await undo(ann, run.id);
    expect(onBangumi(ann, short)).toMatchObject({ type: 3 });
    await world().watchflow.history.settings.change(ann.userId, { statesOverOwn: true });
    await ann.sync();
    await ann.sync('full');
    expect(onBangumi(ann, short)).toMatchObject({ type: 3 });
    expect(await wishesOf(ann, 'states')).toEqual([undone(2)]);
  });

  it('and made its collection writes both down as one', async () => {
    const ann = await someoneWith({ watchedState: 'done' });
    ann.watch(short, { count: 2 });
    const run = await ann.sync();
    await undo(ann, run.id);
    expect(await marksOf(ann, run.id, '?outcome=cannot-be-removed')).toMatchObject([
      { what: 'collection', before: null, after: 2 },
    ]);
    expect(ann.onBangumi().episodes[short.subjectId] ?? {}).toEqual({});
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
  });
});

describe('an undo of a rate under way', () => {
  it.each<[string, Fault]>([
    ['is carried out and not answered', { kind: 'reset', afterApplying: true }],
    ['breaks off', { kind: 'reset' }],
    ['fails for a moment', { kind: 'status', status: 502 }],
    ['is answered by a page', { kind: 'html-200' }],
  ])('is brought to its end when a write %s', async (_what, fault) => {
    const ann = await someoneWith({ ratings: true });
    haveOnBangumi(ann, { type: 3 });
    ann.watch(series);
    rate(ann, 8);
    const run = await ann.sync();
    world().bangumi.faults.add({
      match: { method: 'PATCH', path: /\/collections\/\d+$/, token: ann.bangumiToken },
      times: 1,
      fault,
    });
    expect(await undo(ann, run.id)).toMatchObject({ status: 'success', advice: null });
    expect(onBangumi(ann)).toMatchObject({ type: 3, rate: 0 });
    expect(await wishesOf(ann, 'ratings')).toEqual([undone(8)]);
  });
});
