import { describe, expect, it } from '@jest/globals';
import { runRetrySchema } from '../../../src/api/contract/runs/run-acts.js';
import { withReview } from '../../support/review-world.js';
import { anAnime } from '../../support/scenario-builders.js';
import type { Person } from '../../support/with-people.js';

const series = anAnime(1);
const short = anAnime(2, { episodes: 2 });
const unknown = anAnime(3, { hasTmdb: false });
const world = withReview([series, short, unknown]);

/** Asks for a retry and waits for the run that tries again. */
const retry = async (ann: Person, runId: string) => {
  const call = await world().as(ann);
  const { data } = await call('post', `/runs/${runId}/retry`);
  const told = runRetrySchema.parse(data);
  await ann.closed(told.run_id);
  return told;
};
const reasons = async (ann: Person, what: 'ratings' | 'states') => {
  const { items } = await world().watchflow.history.carrying.list(ann.userId, what, { limit: 9 });
  return items.map(({ state, reason }) => reason ?? state);
};

describe('a run that is tried again', () => {
  it('takes up a rating that Bangumi refused, before its time has come', async () => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, { ratings: true });
    ann.watch(series);
    world().trakt.rate({ show: series.traktId }, 8, { username: ann.name });
    const refusing = world().bangumi.faults.add({
      match: { method: 'PATCH', path: new RegExp(`/collections/${series.subjectId}$`) },
      fault: { kind: 'status', status: 400, body: { title: 'Bad Request' } },
    });
    const { id } = await ann.sync();
    refusing.remove();
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
    expect(await reasons(ann, 'ratings')).toEqual(['refused']);
    expect(await retry(ann, id)).toMatchObject({ released: 1, left_over: 0 });
    expect(await reasons(ann, 'ratings')).toEqual(['proven']);
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ rate: 8 });
    expect(await retry(ann, id)).toMatchObject({ released: 0 });
  });

  it('asks again whether a subject can be completed', async () => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, { watchedState: 'done' });
    ann.watch(short, { from: 2 });
    const { id } = await ann.sync();
    expect(await reasons(ann, 'states')).toEqual(['not-watched-through']);
    world().bangumi.setMark(short.row(1), 2, ann.name);
    await retry(ann, id);
    expect(await reasons(ann, 'states')).toEqual(['proven']);
    expect(ann.onBangumi().collections[short.subjectId]).toMatchObject({ type: 2 });
  });

  it('looks again for the subject of a place on the list that was found nowhere', async () => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, { watchlistState: 'wish' });
    world().trakt.putOnWatchlist({ show: unknown.traktId }, { username: ann.name });
    const { id } = await ann.sync();
    expect(await reasons(ann, 'states')).toEqual(['unmatched']);
    expect(await retry(ann, id)).toMatchObject({ released: 1 });
    expect(await reasons(ann, 'states')).toEqual(['unmatched']);
    expect(ann.writes()).toEqual([]);
  });
});
