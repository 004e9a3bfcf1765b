import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import { movableClock } from '../../support/movable-clock.js';
import { anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const merged = anAnime(2);
const target = anAnime(3);
const deleted = anAnime(4);
const many = Array.from({ length: 9 }, (_, index) => anAnime(10 + index));
const clock = movableClock();

const collect = { method: 'POST', path: '/v0/users/-/collections/{subject_id}' };
const patch = { method: 'PATCH', path: '/v0/users/-/collections/{subject_id}/episodes' };
const states = { method: 'GET', path: '/v0/users/-/collections/{subject_id}/episodes' };
const says = (status: number, title: string, description: string): Fault => ({
  kind: 'status',
  status,
  body: { title, description },
});

describe('a Bangumi that makes trouble', () => {
  const world = withPeople({
    titles: [series, merged, target, deleted, ...many],
    clock,
    env: { UPSTREAM_TIMEOUT_MS: '1000' },
  });

  const someoneWatching = async (count = 4): Promise<Person> => {
    const ann = await world().someone();
    ann.watch(series, { count });
    return ann;
  };

  const expectProven = async (ann: Person, proven = 4): Promise<void> => {
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { complete: true, plays: { stored: proven, proven } },
    });
  };

  it.each<[string, object, Fault]>([
    ['a collection', collect, { kind: 'time-out', afterApplying: true }],
    ['a collection', collect, { kind: 'reset', afterApplying: true }],
    ['the episodes', patch, { kind: 'time-out', afterApplying: true }],
    ['the episodes', patch, { kind: 'reset', afterApplying: true }],
  ])('writes %s once when the answer to the write is lost (%#)', async (_what, match, fault) => {
    const ann = await someoneWatching();
    world().bangumi.faults.add({ match, times: 1, fault });
    await expectProven(ann);
    expect(ann.written()).toEqual({ sent: 4, changed: 4, collections: 1 });
  });

  it.each<[string, object, Fault]>([
    ['the collection is refused with 500', collect, says(500, 'Internal Server Error', 'boom')],
    ['the episodes are refused with 500', patch, says(500, 'Internal Server Error', 'boom')],
    ['a page answers the write', patch, { kind: 'html-200' }],
    ['the read-back is torn', states, { kind: 'torn-json' }],
  ])('proves everything in one run when %s for a while', async (_what, match, fault) => {
    const ann = await someoneWatching();
    world().bangumi.faults.add({ match, times: 2, fault });
    await expectProven(ann);
    expect(ann.written()).toEqual({ sent: 4, changed: 4, collections: 1 });
  });

  it('says that Bangumi is down, parks what it could not write, and the next run writes it', async () => {
    const ann = await someoneWatching();
    const down = world().bangumi.faults.add({
      match: patch,
      fault: says(503, 'Service Unavailable', 'later'),
    });
    const run = await ann.sync();
    expect(run).toMatchObject({
      status: 'upstream-down',
      certificate: { complete: true, parkedReasons: { 'upstream-down': 4 } },
    });
    expect(run.advice).toContain('4 plays could not be written');
    expect(down.fired()).toBeLessThanOrEqual(7);
    down.remove();
    await expectProven(ann);
    expect(ann.written()).toEqual({ sent: 4, changed: 4, collections: 1 });
  });

  it('loses and doubles nothing when one write in five is refused and every third answer to a collection is lost', async () => {
    const { bangumi, someone } = world();
    const ann = await someone();
    for (const season of many) ann.watch(season, { count: 12 });
    const refused = says(500, 'Internal Server Error', 'boom');
    bangumi.faults.add({ match: patch, probability: 0.2, seed: 7, fault: refused });
    bangumi.faults.add({
      match: collect,
      probability: 0.33,
      seed: 7,
      fault: { kind: 'reset', afterApplying: true },
    });
    await expectProven(ann, 108);
    expect(ann.written()).toEqual({ sent: 108, changed: 108, collections: 9 });
    expect(bangumi.overlappingWrites()).toBe(0);
  });

  it('splits a batch that is refused, and proves what is taken', async () => {
    const ann = await someoneWatching(5);
    world().bangumi.faults.add({
      match: patch,
      times: 1,
      fault: says(400, 'Bad Request', 'invalid input: episode 1 is not episodes of subject 2'),
    });
    await expectProven(ann, 5);
    expect(world().bangumi.counts()).toMatchObject({
      'PUT /v0/users/-/collections/-/episodes/{episode_id}': 5,
    });
    expect(ann.written()).toEqual({ sent: 5, changed: 5, collections: 1 });
  });

  it('writes again what a read-back does not show, and parks what never shows', async () => {
    const ann = await someoneWatching(2);
    const untaken: Fault = { kind: 'status', status: 204 };
    const blind = world().bangumi.faults.add({ match: patch, fault: untaken });
    expect(await ann.sync()).toMatchObject({
      status: 'incomplete',
      certificate: { complete: true, plays: { proven: 0, parked: 2 } },
    });
    expect(blind.fired()).toBe(7);
    blind.remove();
    clock.moveOn(1.1);
    world().bangumi.faults.add({ match: patch, times: 2, fault: untaken });
    await expectProven(ann, 2);
    expect(ann.written()).toEqual({ sent: 2, changed: 2, collections: 1 });
  });

  it.each<[string, Fault]>([
    ['with 429 and no time', says(429, 'Too Many Request', 'you have be rate limited')],
    [
      'with 429 and an hour',
      { kind: 'status', status: 429, body: {}, headers: { 'retry-after': '3600' } },
    ],
  ])('stops %s, and goes on after that', async (_what, fault) => {
    const ann = await someoneWatching();
    const limited = world().bangumi.faults.add({ match: patch, fault });
    const run = await ann.sync();
    expect(run).toMatchObject({ status: 'rate-limited', certificate: { complete: false } });
    expect((run.retryAt?.getTime() ?? 0) - clock.now().getTime()).toBeGreaterThan(3_400_000);
    expect(limited.fired()).toBe(1);
    limited.remove();
    clock.moveOn(1.1);
    await expectProven(ann);
  });

  it.each<[string, (ann: Person) => void]>([
    [
      'is revoked mid-run',
      (ann) => {
        world().bangumi.revokeToken(ann.bangumiToken);
      },
    ],
    [
      'may not write',
      () => {
        world().bangumi.faults.add({
          match: collect,
          fault: says(403, 'Forbidden', 'insufficient token scope'),
        });
      },
    ],
  ])('asks for another token when the one it has %s, once', async (_what, spoil) => {
    const { watchflow, bangumi } = world();
    const ann = await someoneWatching();
    const connection = { userId_service: { userId: ann.userId, service: 'bangumi' } };
    spoil(ann);
    expect(await ann.sync()).toMatchObject({ status: 'needs-reauth' });
    expect(await watchflow.db.connection.findUnique({ where: connection })).toMatchObject({
      state: 'needs_reauth',
    });
    expect(await ann.sync()).toMatchObject({ status: 'needs-reauth' });
    expect(bangumi.counts()).toEqual({});

    // As when the person connects the account again.
    bangumi.restoreToken(ann.bangumiToken);
    bangumi.faults.clear();
    await watchflow.db.connection.update({ where: connection, data: { state: 'connected' } });
    await expectProven(ann);
  });

  const gone = says(404, 'Not Found', 'subject not found');
  const of = (path: string, { subjectId }: { subjectId: number }) =>
    new RegExp(`${path}.*${subjectId}`);

  it('parks the plays of a subject that was deleted after it was matched, and asks no more', async () => {
    const { bangumi, someone } = world();
    const ann = await someone();
    const [play = ''] = ann.watch(deleted);
    const hidden = [/collections\//, /subjects\//, /episodes\?/].map(({ source }) =>
      of(source, deleted),
    );
    bangumi.faults.add({ match: { path: hidden[0] }, fault: gone });
    expect(await ann.sync()).toMatchObject({ status: 'incomplete' });
    expect((await ann.plays())[play]).toMatchObject({ state: 'parked', reason: 'refused' });

    for (const path of hidden) bangumi.faults.add({ match: { path }, fault: gone });
    clock.moveOn(25);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect((await ann.plays())[play]).toMatchObject({ state: 'parked', reason: 'unmatched' });
    clock.moveOn(25);
    // The daily look at Trakt finds nothing, and Bangumi is not asked.
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(requestsOf(world())).toMatchObject({ bangumi: 0, tables: 0 });
  });

  it('follows a subject that was merged into another after it was matched', async () => {
    const { bangumi, someone } = world();
    const ann = await someone();
    const [play = ''] = ann.watch(merged);
    const writes = bangumi.faults.add({ match: { path: of('collections/', merged) }, fault: gone });
    expect(await ann.sync()).toMatchObject({ status: 'incomplete' });
    expect((await ann.plays())[play]).toMatchObject({ state: 'parked', reason: 'refused' });

    writes.remove();
    bangumi.faults.add({ match: { path: of('episodes\\?', merged) }, fault: gone });
    bangumi.faults.add({
      match: { path: of('subjects/', merged) },
      fault: {
        kind: 'status',
        status: 302,
        headers: { location: `/v0/subjects/${target.subjectId}` },
      },
    });
    clock.moveOn(25);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect((await ann.plays())[play]).toMatchObject({
      state: 'proven',
      subjectId: target.subjectId,
      episodeId: target.row(1),
    });
  });

  it('leaves alone what the person marked as dropped, and the type, privacy and words of a collection', async () => {
    const { bangumi, someone } = world();
    const ann = await someone();
    const kept = { private: true, rate: 7, comment: 'mine', tags: ['a'] };
    bangumi.setCollection(series.subjectId, { type: 4, ...kept }, ann.name);
    bangumi.setMark(series.row(2), 3, ann.name);
    bangumi.setMark(series.row(3), 1, ann.name);
    const plays = ann.watch(series, { count: 3 });
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    const standings = await ann.plays();
    expect(plays.map((play) => standings[play]?.state)).toEqual(['proven', 'excluded', 'proven']);
    expect(standings[plays[1] ?? '']?.reason).toBe('ignored-by-user');
    const { collections, episodes } = ann.onBangumi();
    expect(collections[series.subjectId]).toEqual({ type: 4, ...kept });
    expect(episodes[series.subjectId]).toEqual({
      [series.row(1)]: 2,
      [series.row(2)]: 3,
      [series.row(3)]: 2,
    });
  });

  it('writes nothing where everything is marked already', async () => {
    const { bangumi, someone } = world();
    const ann = await someone();
    bangumi.setCollection(series.subjectId, { type: 2 }, ann.name);
    for (const number of [1, 2]) bangumi.setMark(series.row(number), 2, ann.name);
    ann.watch(series, { count: 2 });
    await expectProven(ann, 2);
    expect(ann.writes()).toEqual([]);
    expect(ann.onBangumi().collections[series.subjectId]?.type).toBe(2);
  });
});
