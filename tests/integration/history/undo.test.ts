import { describe, expect, it } from '@jest/globals';
import { anAnime, aFilm } from '../../support/scenario-builders.js';
import { withReview } from '../../support/review-world.js';
import { undoing } from '../../support/undoing.js';

const series = anAnime(1);
const other = anAnime(2);
const film = aFilm(3, { hasRow: false });
const world = withReview([series, other, film]);

const { undo, marksOf } = undoing(world);

describe('undoing a run', () => {
  it('takes back the marks it set and no others, and later syncs leave those plays out', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 2 });
    await ann.sync();
    ann.watch(series, { from: 3, count: 2 });
    const second = await ann.sync();
    const undone = await undo(ann, second.id);
    expect(undone).toMatchObject({
      mode: 'undo',
      undoes: second.id,
      status: 'success',
      advice: null,
    });
    expect(ann.onBangumi().episodes[series.subjectId]).toEqual({
      [series.row(1)]: 2,
      [series.row(2)]: 2,
    });
    const states = Object.values(await ann.plays()).map(({ state }) => state);
    expect(states.sort()).toEqual(['excluded', 'excluded', 'proven', 'proven']);
    const before = ann.written();
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
    expect(await ann.sync('full')).toMatchObject({ certificate: { complete: true } });
    expect(ann.written()).toEqual(before);
  });

  it('leaves what the person changed since, and lists it', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3 });
    const run = await ann.sync();
    world().bangumi.setMark(series.row(2), 3, ann.name);
    const undone = await undo(ann, run.id);
    expect(undone.advice).toContain('1 were changed since by somebody else');
    expect(ann.onBangumi().episodes[series.subjectId]).toEqual({ [series.row(2)]: 3 });
    const marks = await marksOf(ann, run.id, '?outcome=changed-since');
    expect(marks).toMatchObject([{ episode_id: series.row(2), before: 0, after: 2 }]);
    // Bangumi has no way to remove what the run collected.
    expect(await marksOf(ann, run.id, '?outcome=cannot-be-removed')).toMatchObject([
      { subject_id: series.subjectId, episode_id: null, before: null, after: 3 },
    ]);
  });

  it('sets a film back to what it was', async () => {
    const ann = await world().someone();
    world().bangumi.setCollection(film.subjectId, { type: 1 }, ann.name);
    const [play = ''] = ann.watch(film);
    const run = await ann.sync();
    expect(ann.onBangumi().collections[film.subjectId]).toMatchObject({ type: 2 });
    await undo(ann, run.id);
    expect(ann.onBangumi().collections[film.subjectId]).toMatchObject({ type: 1 });
    expect((await ann.plays())[play]).toMatchObject({ state: 'excluded', reason: 'undone' });
  });

  it('can be undone in turn', async () => {
    const ann = await world().someone();
    const plays = ann.watch(series, { count: 2 });
    const run = await ann.sync();
    const undone = await undo(ann, run.id);
    await undo(ann, undone.id);
    expect(Object.keys(ann.onBangumi().episodes[series.subjectId] ?? {})).toHaveLength(2);
    const standing = await ann.plays();
    expect(plays.map((id) => standing[id]?.state)).toEqual(['proven', 'proven']);
  });

  it('is refused where there is nothing to take back', async () => {
    const ann = await world().someone();
    ann.watch(series);
    const run = await ann.sync();
    await undo(ann, run.id);
    const call = await world().as(ann);
    expect(await call('post', `/runs/${run.id}/undo`)).toMatchObject({
      status: 409,
      data: { code: 'nothing-to-undo' },
    });
  });

  it.each([
    ['is carried out and not answered', { kind: 'reset', afterApplying: true } as const],
    ['breaks off', { kind: 'reset' } as const],
    ['fails for a moment', { kind: 'status', status: 502 } as const],
  ])('is brought to its end when a write %s', async (_what, fault) => {
    const ann = await world().someone();
    ann.watch(other, { count: 3 });
    const run = await ann.sync();
    world().bangumi.faults.add({
      match: { method: 'PATCH', path: /\/episodes$/, token: ann.bangumiToken },
      times: 1,
      fault,
    });
    expect(await undo(ann, run.id)).toMatchObject({ status: 'success' });
    expect(ann.onBangumi().episodes[other.subjectId] ?? {}).toEqual({});
  });

  it('says so when Bangumi does not take it, and can be asked for again', async () => {
    const ann = await world().someone();
    ann.watch(other, { count: 3 });
    const run = await ann.sync();
    const refusal = world().bangumi.faults.add({
      match: { method: 'PATCH', path: /\/episodes$/, token: ann.bangumiToken },
      fault: { kind: 'status', status: 400, body: { title: 'Bad Request' } },
    });
    const undone = await undo(ann, run.id);
    expect(undone.status).toBe('incomplete');
    expect(undone.advice).toContain('could not be taken back yet');
    refusal.remove();
    expect(await undo(ann, run.id)).toMatchObject({ status: 'success' });
    expect(ann.onBangumi().episodes[other.subjectId] ?? {}).toEqual({});
    expect(await marksOf(ann, run.id, '?outcome=taken-back')).toHaveLength(3);
    expect(await marksOf(ann, run.id, '?outcome=set-again')).toEqual([]);
  });

  it('waits behind the sync under way, and a sync asked for meanwhile waits behind it', async () => {
    const ann = await world().someone();
    ann.watch(series);
    const first = await ann.sync();
    ann.watch(series, { from: 2 });
    world().trakt.faults.add({
      match: { path: '/sync/last_activities', token: ann.traktToken },
      times: 1,
      fault: { kind: 'delay', ms: 1500 },
    });
    const under = await ann.ask();
    const call = await world().as(ann);
    const asked = await call('post', `/runs/${first.id}/undo`);
    expect(asked).toMatchObject({ status: 202, data: { outcome: 'queued' } });
    const again = await ann.ask();
    expect([under.outcome, again.outcome]).toEqual(['started', 'joined']);
    const { run_id: id } = asked.data as { run_id: string };
    await ann.closed(id);
    expect(ann.onBangumi().episodes[series.subjectId]).toEqual({ [series.row(2)]: 2 });
  });
});
