import { beforeEach, describe, expect, it } from '@jest/globals';
import { removalPageSchema, removedItemsSchema } from '../../../src/api/contract/removal.js';
import type { RemovalPolicy } from '../../../src/areas/history/removals/removal.js';
import { movableClock } from '../../support/movable-clock.js';
import { withReview } from '../../support/review-world.js';
import { anAnime } from '../../support/scenario-builders.js';
import type { Person } from '../../support/with-people.js';

const series = anAnime(1, { episodes: 24 });
const other = anAnime(2);
const clock = movableClock();
const world = withReview([series, other], { clock });

interface Settings {
  readonly removals?: RemovalPolicy;
  readonly removalGuardPlays?: number;
  readonly removalGuardPercent?: number;
}

/** Somebody with ten marked episodes, of which the first ones then vanish from Trakt. */
const someoneWho = async (settings: Settings, { gone = 1 } = {}) => {
  const ann = await world().someone();
  await world().watchflow.history.settings.change(ann.userId, settings);
  const ids = ann.watch(series, { count: 10 });
  await ann.sync();
  for (const id of ids.slice(0, gone)) world().trakt.removePlay(id, { username: ann.name });
  const run = await ann.sync();
  return { ann, ids, run, call: await world().as(ann) };
};
const marked = (ann: Person): number[] =>
  Object.keys(ann.onBangumi().episodes[series.subjectId] ?? {}).map(
    (id) => Number(id) - series.row(0),
  );
const decisions = async ({ userId }: Person) =>
  (
    await world().watchflow.db.removal.findMany({ where: { userId }, orderBy: { playId: 'asc' } })
  ).map(({ decision }) => decision);
const loose = { removals: 'unmark', removalGuardPlays: 20, removalGuardPercent: 100 } as const;

describe('plays that are gone from Trakt', () => {
  beforeEach(() => {
    clock.moveOn(1);
  });

  it('keep their marks unless the settings say otherwise', async () => {
    const { ann, ids, run } = await someoneWho({});
    expect(run).toMatchObject({ status: 'success', certificate: { plays: { removed: 1 } } });
    expect((await ann.plays())[ids[0] ?? '']).toMatchObject({ state: 'removed' });
    expect(marked(ann)).toHaveLength(10);
    expect(await decisions(ann)).toEqual(['kept']);
  });

  it('lose them by the policy `unmark`, and an undo sets them again', async () => {
    const { ann, run } = await someoneWho(loose, { gone: 2 });
    expect(run.status).toBe('success');
    expect(marked(ann)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await decisions(ann)).toEqual(['unmarked', 'unmarked']);
    const call = await world().as(ann);
    const { data } = await call('post', `/runs/${run.id}/undo`);
    await ann.closed((data as { run_id: string }).run_id);
    expect(marked(ann)).toHaveLength(10);
  });

  it('keep what another play still shows, what the person had marked before, and what they changed since', async () => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, loose);
    world().bangumi.setCollection(series.subjectId, { type: 3 }, ann.name);
    world().bangumi.setMark(series.row(2), 2, ann.name);
    const ids = ann.watch(series, { count: 3 });
    ann.watch(series, { at: '2026-11-05T12:00:00.000Z' });
    await ann.sync();
    world().bangumi.setMark(series.row(3), 3, ann.name);
    for (const id of ids) world().trakt.removePlay(id, { username: ann.name });
    await ann.sync();
    expect(marked(ann)).toEqual([1, 2, 3]);
    expect(await decisions(ann)).toEqual(['changed-since', 'not-ours', 'still-watched']);
  });

  it.each<[string, Settings, string]>([
    ['by the policy `ask`', { ...loose, removals: 'ask' }, 'policy'],
    ['by their number', { ...loose, removalGuardPlays: 2 }, 'guard'],
    ['by their share', { ...loose, removalGuardPercent: 29 }, 'guard'],
  ])(
    'are asked about %s, and lose their marks once that is approved',
    async (_why, settings, reason) => {
      const { ann, run, call } = await someoneWho(settings, { gone: 3 });
      expect(run.status).toBe('success');
      expect(marked(ann)).toHaveLength(10);
      const { data } = await call('get', '/removals?state=open');
      const [question] = removalPageSchema.parse(data).items;
      expect(question).toMatchObject({ reason, plays: 3, proven: 10, run_id: run.id });
      const items = await call('get', `/removals/${question?.id}/items?limit=2`);
      const page = removedItemsSchema.parse(items.data);
      expect(page).toMatchObject({
        items: [{ decision: 'waiting', number: 3 }, { number: 2 }],
      });
      expect(page.next_cursor).not.toBeNull();
      const inbox = await world().watchflow.notifications.inbox.list(ann.userId, { limit: 10 });
      expect(inbox.items.filter(({ event }) => event === 'removals.asked')).toHaveLength(1);

      const approved = await call('post', `/removals/${question?.id}/approve`);
      expect(approved.status).toBe(202);
      const { sync } = approved.data as { sync: { run_id: string } };
      expect(await ann.closed(sync.run_id)).toMatchObject({ status: 'success' });
      expect(marked(ann)).toEqual([4, 5, 6, 7, 8, 9, 10]);
      expect(await call('post', `/removals/${question?.id}/decline`)).toMatchObject({
        status: 409,
        data: { code: 'question-answered' },
      });
    },
  );

  it('keep their marks when that is declined, and are not asked about again', async () => {
    const { ann, call } = await someoneWho({ ...loose, removals: 'ask' });
    const { data } = await call('get', '/removals');
    const [question] = removalPageSchema.parse(data).items;
    expect((await call('post', `/removals/${question?.id}/decline`)).status).toBe(200);
    await ann.sync();
    expect(marked(ann)).toHaveLength(10);
    expect(await decisions(ann)).toEqual(['declined']);
    expect((await call('get', '/removals?state=open')).data).toMatchObject({ items: [] });
  });

  it('keep them when nobody answers in two weeks, which is on record', async () => {
    const { ann, ids, call } = await someoneWho({ ...loose, removals: 'ask' });
    world().trakt.removePlay(ids[5] ?? '', { username: ann.name });
    await ann.sync();
    // What comes later is asked about together with it.
    const asked = removalPageSchema.parse((await call('get', '/removals')).data).items;
    expect(asked).toMatchObject([{ plays: 2, state: 'open' }]);
    clock.moveOn(15 * 24);
    const later = removalPageSchema.parse((await call('get', '/removals')).data).items;
    expect(later).toMatchObject([{ plays: 2, state: 'expired' }]);
    await ann.sync();
    expect(marked(ann)).toHaveLength(10);
    expect(await decisions(ann)).toEqual(['expired', 'expired']);
    const records = await world().watchflow.db.auditLog.findMany({
      where: { action: { in: ['removal.asked', 'removal.expired'] }, targetId: asked[0]?.id ?? '' },
    });
    // It expired when somebody looked, in no workflow.
    const workflow = `history:${ann.userId}`;
    expect(records.map(({ workflowId }) => workflowId).sort()).toEqual([workflow, workflow, null]);
    expect(records.map(({ action }) => action).sort()).toEqual([
      'removal.asked',
      'removal.asked',
      'removal.expired',
    ]);
  });

  it('leave a sync incomplete that cannot take their marks away, and the next one takes them', async () => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, loose);
    const ids = ann.watch(series, { count: 10 });
    ann.watch(other, { count: 2 });
    await ann.sync();
    for (const id of ids.slice(0, 2)) world().trakt.removePlay(id, { username: ann.name });
    const broken = world().bangumi.faults.add({
      match: { method: 'PATCH', path: new RegExp(`/collections/${series.subjectId}/episodes`) },
      fault: { kind: 'status', status: 500 },
    });
    const run = await ann.sync();
    expect(run).toMatchObject({ status: 'incomplete', certificate: { complete: true } });
    expect(run.advice).toContain(
      'The marks of 2 plays that are gone from Trakt could not be taken',
    );
    expect(await decisions(ann)).toEqual(['due', 'due']);
    // One of them is watched again meanwhile, and must keep its mark.
    ann.watch(series, { from: 2, at: '2026-11-09T12:00:00.000Z' });
    broken.remove();
    expect(await ann.sync()).toMatchObject({ status: 'success', advice: null });
    expect(marked(ann)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await decisions(ann)).toEqual(['still-watched', 'unmarked']);
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
  });

  it('that come back before they are decided about are as if never gone', async () => {
    const { ann, ids, call } = await someoneWho({ ...loose, removals: 'ask' });
    world().trakt.addPlay(
      {
        show: series.traktId,
        season: 1,
        number: 1,
        watchedAt: '2026-11-01T12:00:00.000Z',
        id: ids[0] ?? '',
      },
      { username: ann.name },
    );
    await ann.sync();
    const [question] = removalPageSchema.parse((await call('get', '/removals')).data).items;
    const approved = await call('post', `/removals/${question?.id}/approve`);
    const { sync } = approved.data as { sync: { run_id: string } };
    await ann.closed(sync.run_id);
    expect(marked(ann)).toHaveLength(10);
    expect((await ann.plays())[ids[0] ?? '']).toMatchObject({ state: 'proven' });
  });
});
