import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const others = Array.from({ length: 5 }, (_, index) => anAnime(10 + index));

describe('a rating on its way', () => {
  const world = withPeople({ titles: [series, ...others] });

  const rated = async (): Promise<Person> => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, { ratings: true });
    ann.watch(series);
    world().trakt.rate({ show: series.traktId }, 8, { username: ann.name });
    return ann;
  };
  const ratingWrites = (person: Person) =>
    person
      .writes()
      .filter(({ endpoint }) => endpoint === 'PATCH /v0/users/-/collections/{subject_id}');
  const ratings = async (person: Person) =>
    (await world().watchflow.history.carrying.list(person.userId, 'ratings', { limit: 9 })).items;
  const onWrite = { method: 'PATCH', path: new RegExp(`/collections/${series.subjectId}$`) };

  it.each<[string, Fault]>([
    ['a 503', { kind: 'status', status: 503 }],
    ['a lost answer', { kind: 'reset', afterApplying: true }],
    ['a torn answer', { kind: 'html-200' }],
    ['a 500 after all', { kind: 'status', status: 500, body: { title: 'Internal Server Error' } }],
  ])('survives %s of its write, written once and proven', async (_what, fault) => {
    const ann = await rated();
    world().bangumi.faults.add({ match: onWrite, times: 1, fault });
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(await ratings(ann)).toMatchObject([{ state: 'proven', value: 8 }]);
    expect(ratingWrites(ann)).toHaveLength(1);
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ type: 3, rate: 8 });
  });

  it('waits for the next run where Bangumi stays away, and plays are none the worse', async () => {
    const ann = await rated();
    const away = world().bangumi.faults.add({
      match: onWrite,
      fault: { kind: 'status', status: 503 },
    });
    expect(await ann.sync()).toMatchObject({
      status: 'upstream-down',
      certificate: { plays: { proven: 1 } },
    });
    expect(away.fired()).toBeGreaterThan(1);
    expect(await ratings(ann)).toMatchObject([{ state: 'parked', reason: 'upstream-down' }]);
    world().bangumi.faults.clear();
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(await ratings(ann)).toMatchObject([{ state: 'proven' }]);
  });

  it('that Bangumi refuses is left alone for a day', async () => {
    const ann = await rated();
    world().bangumi.faults.add({
      match: onWrite,
      fault: { kind: 'status', status: 400, body: { title: 'Bad Request', description: 'no' } },
    });
    await ann.sync();
    expect(await ratings(ann)).toMatchObject([
      { state: 'parked', reason: 'refused', dueAt: expect.any(Date) },
    ]);
    world().bangumi.faults.clear();
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
    expect(await ann.sync('full')).toMatchObject({ status: 'success' });
    expect(await ratings(ann)).toMatchObject([{ state: 'proven' }]);
  });

  it('is the same however often a step is repeated', async () => {
    const ann = await rated();
    const { userId } = ann;
    await ann.sync();
    world().trakt.rate({ show: series.traktId }, 5, { username: ann.name });
    const { carrying, ...history } = world().watchflow.history;
    const runId = '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e';
    const twice = async (step: () => Promise<unknown>) => {
      await step();
      await step();
    };
    const start = { id: runId, userId, mode: 'normal', trigger: 'cli' } as const;
    await twice(() =>
      history.openRun({ ...start, requestId: null, workflowId: 'w', workflowRunId: 'r' }, {}),
    );
    await twice(() => carrying.readLibrary({ userId, runId, maxPages: 9 }, () => undefined, {}));
    await twice(() => carrying.gather({ userId, runId, mode: 'normal' }));
    const written = ratingWrites(ann).length;
    await twice(() => carrying.settle({ userId, runId, subjectId: series.subjectId }, {}));
    expect(ratingWrites(ann)).toHaveLength(written + 1);
    expect(await ratings(ann)).toMatchObject([{ state: 'proven', value: 5 }]);
  });

  it('is read in one piece: pages that do not add up are read again, and nothing is taken for removed', async () => {
    const ann = await rated();
    for (const [index, { traktId }] of others.entries())
      world().trakt.rate({ show: traktId }, index + 1, { username: ann.name });
    world().trakt.faults.add({
      match: { path: '/sync/ratings' },
      fault: { kind: 'clamp-page', limit: 2 },
    });
    world().trakt.faults.add({
      match: { path: '/sync/ratings' },
      after: 1,
      times: 1,
      fault: {
        kind: 'status',
        status: 200,
        body: [],
        headers: {
          'x-pagination-page': '2',
          'x-pagination-limit': '2',
          'x-pagination-page-count': '3',
          'x-pagination-item-count': '6',
        },
      },
    });
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(await ratings(ann)).toHaveLength(6);
  });

  it('that cannot be read in one piece leaves the run incomplete and what was known as it was', async () => {
    const ann = await rated();
    await ann.sync();
    world().trakt.rate({ show: series.traktId }, 3, { username: ann.name });
    world().trakt.faults.add({
      match: { path: '/sync/ratings' },
      fault: {
        kind: 'status',
        status: 200,
        body: [],
        headers: {
          'x-pagination-page': '1',
          'x-pagination-limit': '250',
          'x-pagination-page-count': '1',
          'x-pagination-item-count': '1',
        },
      },
    });
    expect(await ann.sync()).toMatchObject({ status: 'incomplete' });
    expect(await ratings(ann)).toMatchObject([{ state: 'proven', value: 8 }]);
    world().trakt.faults.clear();
    await ann.sync();
    expect(await ratings(ann)).toMatchObject([{ state: 'proven', value: 3 }]);
  });
});
