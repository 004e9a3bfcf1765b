import { describe, expect, it } from '@jest/globals';
import { matchDetailSchema, matchPageSchema } from '../../../src/api/contract/matching/review.js';
import { eventually, until } from '../../support/eventually.js';
import { aPuzzle, withReview } from '../../support/review-world.js';
import { anAnime } from '../../support/scenario-builders.js';

const puzzle = aPuzzle(1);
const other = aPuzzle(2);
const known = anAnime(20);
const late = anAnime(21);
const world = withReview([puzzle, puzzle.second, other, other.second, known, late]);
const question = `show-${puzzle.traktId}-season-1`;

describe('settling what a season is', () => {
  it('shows a parked season with candidates, takes an offset, and the sync proves it', async () => {
    const ann = await world().watcher(puzzle, 14);
    expect(new Set(await ann.states())).toEqual(new Set(['parked unmatched']));
    const page = matchPageSchema.parse((await ann.call('get', '/matches')).data);
    expect(page.items).toEqual([
      expect.objectContaining({
        id: question,
        title: 'Puzzle alpha',
        numbers: '1–14',
        counts: [{ state: 'parked', reason: 'unmatched', plays: 14, items: 14 }],
      }),
    ]);
    const { data } = await ann.call('get', `/matches/${question}`);
    const detail = matchDetailSchema.parse(data);
    expect(detail.not_asked).toBeNull();
    expect(detail.candidates).toContainEqual(
      expect.objectContaining({
        subject_id: puzzle.subjectId,
        name: 'Puzzle alpha',
        name_cn: '谜题 1',
        suggested_offset: 0,
      }),
    );
    expect(detail.candidates[0]?.rows).toHaveLength(12);
    expect(detail.candidates[0]?.side_by_side[12]).toMatchObject({ number: 13, row: null });

    const first = { choice: 'map', subject_id: puzzle.subjectId, range: { first: 1, last: 12 } };
    expect(await ann.settle(question, first)).toMatchObject({ released: 12, already_marked: 0 });
    const second = {
      choice: 'map',
      subject_id: puzzle.second.subjectId,
      offset: -12,
      range: { first: 13, last: 24 },
    };
    expect(await ann.settle(question, second)).toMatchObject({ released: 2 });
    expect(new Set(await ann.states())).toEqual(new Set(['proven']));
    expect(ann.onBangumi().episodes[puzzle.second.subjectId]).toEqual({
      [puzzle.second.row(1)]: 2,
      [puzzle.second.row(2)]: 2,
    });
  });

  it('decides later episodes of a season too, and once only those that wait', async () => {
    const ann = await world().watcher(puzzle, 2);
    await ann.settle(question, { choice: 'map', subject_id: puzzle.subjectId });
    const [third] = ann.watch(puzzle, { from: 3 });
    await ann.sync();
    expect((await ann.plays())[third ?? '']).toMatchObject({ state: 'proven' });

    const bob = await world().watcher(puzzle, 2);
    await bob.settle(question, { choice: 'map', subject_id: puzzle.subjectId, scope: 'once' });
    const [later] = bob.watch(puzzle, { from: 3 });
    await bob.sync();
    expect(await bob.states()).toEqual(['proven', 'proven']);
    expect((await bob.plays())[later ?? '']).toMatchObject({ state: 'parked' });
  });

  it('counts for a sync that is just deciding the season otherwise', async () => {
    const ann = await world().someone();
    const asked = world().bangumi.faults.add({
      match: { path: '/v0/episodes', token: ann.bangumiToken },
      times: 1,
      fault: { kind: 'delay', ms: 4000 },
    });
    const [play = ''] = ann.watch(late);
    const { runId } = await ann.ask();
    await until(() => asked.fired() > 0, 'a season looked at');
    const wish = { media_type: 'show', trakt_id: late.traktId, season: 1, action: 'map' };
    const call = await world().as(ann);
    const made = await call('post', '/mappings', { ...wish, subject_id: puzzle.subjectId });
    expect(made.status).toBe(201);
    await ann.closed(runId);
    await ann.sync();
    expect((await ann.plays())[play]).toMatchObject({
      state: 'proven',
      subjectId: puzzle.subjectId,
    });
    expect(ann.onBangumi().episodes[late.subjectId]).toBeUndefined();
  });

  it('does nothing when it is said again', async () => {
    const ann = await world().watcher(puzzle, 2);
    const choice = { choice: 'map', subject_id: puzzle.subjectId };
    const first = await ann.settle(question, choice);
    const written = ann.written();
    const again = await ann.call('put', `/matches/${question}`, choice);
    expect([again.status, again.data]).toEqual([
      200,
      expect.objectContaining({ mappings: [], removed: [], released: 0, sync: null }),
    ]);
    expect(again.data).toMatchObject({ already_marked: 2 });
    expect(ann.written()).toEqual(written);
    expect((await ann.call('get', '/mappings')).data).toMatchObject({
      items: [{ id: first.mappings[0]?.id }],
    });
  });

  it('leaves out what is ignored, and looks at it again when that is taken back', async () => {
    const ann = await world().watcher(puzzle, 2);
    await ann.settle(question, { choice: 'ignore' });
    expect(await ann.states()).toEqual(['excluded ignored-by-user', 'excluded ignored-by-user']);
    const { items } = await world().watchflow.history.runs.list(ann.userId, { limit: 1 });
    expect(items[0]?.certificate).toMatchObject({
      complete: true,
      plays: { excluded: 2 },
      excludedReasons: { 'ignored-by-user': 2 },
    });
    const listed = await ann.call('get', '/matches?state=ignored&search=ZLE%20AL');
    expect(matchPageSchema.parse(listed.data).items).toHaveLength(1);
    expect(await ann.settle(question, { choice: 'automatic' })).toMatchObject({ released: 2 });
    expect(await ann.states()).toEqual(['parked unmatched', 'parked unmatched']);
    expect((await ann.call('get', '/mappings')).data).toMatchObject({ items: [] });
  });

  it('keeps what is marked, and tells how much that is', async () => {
    const ann = await world().watcher(known, 3);
    expect(await ann.states()).toEqual(['proven', 'proven', 'proven']);
    const id = `show-${known.traktId}-season-1`;
    const told = await ann.settle(id, { choice: 'map', subject_id: puzzle.subjectId });
    expect(told).toMatchObject({ released: 0, already_marked: 3, sync: null });
    expect(ann.onBangumi().collections[known.subjectId]).toBeDefined();
    expect(ann.onBangumi().collections[puzzle.subjectId]).toBeUndefined();
  });

  it('settles many at once, or none when one of them is wrong', async () => {
    const ann = await world().watcher(puzzle, 2);
    const more = ann.watch(other, { count: 2 });
    await ann.sync();
    const good = { id: question, choice: 'map', subject_id: puzzle.subjectId };
    const theirs = `show-${other.traktId}-season-1`;
    const { status, data } = await ann.call('post', '/matches/bulk', {
      items: [
        good,
        { id: theirs, choice: 'map' },
        { id: 'movie-999', choice: 'ignore' },
        { id: theirs, choice: 'map', subject_id: 1, range: { first: 5, last: 2 } },
      ],
    });
    expect([status, data]).toMatchObject([
      400,
      {
        code: 'invalid-input',
        errors: [
          { pointer: '/items/1/subject_id' },
          { pointer: '/items/2/id' },
          { pointer: '/items/3/range/last' },
        ],
      },
    ]);
    expect(await world().watchflow.db.mapping.count({ where: { userId: ann.userId } })).toBe(0);
    expect(new Set(await ann.states())).toEqual(new Set(['parked unmatched']));

    const subject = { choice: 'map', subject_id: other.subjectId };
    const twice = { items: [good, { id: theirs, ...subject }, { id: theirs, choice: 'ignore' }] };
    expect((await ann.call('post', '/matches/bulk', twice)).data).toMatchObject({
      errors: [{ pointer: '/items/2' }],
    });
    const bulk = await ann.call('post', '/matches/bulk', { items: twice.items.slice(0, 2) });
    expect([bulk.status, bulk.data]).toMatchObject([202, { released: 4 }]);
    await ann.closed(String(bulk.headers['location']).split('/').at(-1) ?? '');
    expect(await ann.states()).toEqual(['proven', 'proven']);
    expect((await ann.plays())[more[1] ?? '']).toMatchObject({ state: 'proven' });
  });

  it('lets administrators decide for everybody, whom their own word overrides', async () => {
    const ann = await world().watcher(other, 2);
    const bob = await world().watcher(other, 2);
    const eve = await world().watcher(other, 2);
    const id = `show-${other.traktId}-season-1`;
    await eve.settle(id, { choice: 'ignore' });
    const forAll = { choice: 'map', subject_id: other.subjectId, shared: true };
    expect((await ann.call('put', `/matches/${id}`, forAll)).data).toMatchObject({
      status: 403,
      code: 'missing-scope',
    });
    await world().makeAdmin(ann);
    const told = await ann.settle(id, forAll);
    expect(told['people']).toBeGreaterThanOrEqual(2);
    await eventually(async () => {
      const states = await bob.states();
      return states.every((state) => state === 'proven') ? states : undefined;
    }, 'the sync of somebody else');
    expect(await ann.states()).toEqual(['proven', 'proven']);
    await eve.sync();
    expect(await eve.states()).toEqual(['excluded ignored-by-user', 'excluded ignored-by-user']);
    const [mapping] = told.mappings;
    expect((await bob.call('get', `/mappings/${mapping?.id}`)).status).toBe(200);
    expect((await bob.call('delete', `/mappings/${mapping?.id}`)).status).toBe(404);
    expect((await ann.call('delete', `/mappings/${mapping?.id}`)).status).toBe(200);
  });

  it('names what is not there, and applies nothing', async () => {
    const ann = await world().watcher(puzzle, 2);
    const put = async (choice: object) =>
      (await ann.call('put', `/matches/${question}`, choice)).data;
    expect(await put({ choice: 'map', subject_id: 99_999 })).toMatchObject({
      status: 400,
      errors: [{ pointer: '/subject_id', message: expect.stringContaining('no subject 99999') }],
    });
    const far = { choice: 'map', subject_id: puzzle.subjectId, offset: 11 };
    expect(await put(far)).toMatchObject({
      status: 422,
      code: 'rows-missing',
      errors: [{ pointer: '/offset', message: expect.stringContaining('S1E2 would be ep 13') }],
    });
    expect(await put({ choice: 'ignore', subject_id: 1, scope: 'range' })).toMatchObject({
      errors: [{ pointer: '/subject_id' }, { pointer: '/range' }],
    });
    expect((await ann.call('put', '/matches/movie-1', { choice: 'ignore' })).status).toBe(404);
    expect(await world().watchflow.db.mapping.count({ where: { userId: ann.userId } })).toBe(0);

    await ann.settle(question, { ...far, allow_missing: true });
    expect(await ann.states()).toEqual(['proven', 'parked episode-missing']);
  });

  it('refuses a range that overlaps another', async () => {
    const ann = await world().watcher(puzzle, 3);
    const map = { choice: 'map', subject_id: puzzle.subjectId };
    await ann.settle(question, { ...map, range: { first: 1, last: 2 } });
    const overlapping = { ...map, range: { first: 2, last: 3 } };
    expect((await ann.call('put', `/matches/${question}`, overlapping)).data).toMatchObject({
      status: 400,
      errors: [{ pointer: '/first_number', message: expect.stringContaining('overlaps 1 to 2') }],
    });
    expect(await ann.states()).toEqual(['proven', 'proven', 'parked unmatched']);
  });

  it('tells that Bangumi is away, and applies nothing', async () => {
    const ann = await world().watcher(puzzle, 2);
    await world().watchflow.db.bangumiAnswer.deleteMany();
    world().bangumi.faults.add({
      match: { path: /^\/v0\// },
      fault: { kind: 'status', status: 503 },
    });
    // Its answers were taken away behind its back: it hears of that in a moment.
    await eventually(async () => {
      const { data: seen } = await ann.call('get', `/matches/${question}`);
      const { not_asked: reason } = matchDetailSchema.parse(seen);
      return reason?.includes('503') === true ? true : undefined;
    }, 'a question that Bangumi does not answer');
    const choice = { choice: 'map', subject_id: puzzle.subjectId };
    const { status, data, headers } = await ann.call('put', `/matches/${question}`, choice);
    expect([status, data]).toMatchObject([503, { code: 'upstream-unavailable' }]);
    expect(headers['retry-after']).toBeDefined();
    const shown = await ann.call('get', `/matches/${question}`);
    const detail = matchDetailSchema.parse(shown.data);
    expect(detail.not_asked).toContain('503');
    expect(detail.candidates[0]?.facts).toBe('unknown');
    world().bangumi.faults.clear();
    expect(await world().watchflow.db.mapping.count({ where: { userId: ann.userId } })).toBe(0);
  });

  it('only works out what a sync would do where the settings say so', async () => {
    const ann = await world().watcher(puzzle, 2);
    await world().watchflow.history.settings.change(ann.userId, { dryRun: true });
    const choice = { choice: 'map', subject_id: puzzle.subjectId };
    const { data, headers } = await ann.call('put', `/matches/${question}`, choice);
    expect(data).toMatchObject({ sync: { dry_run: true } });
    const plan = await eventually(async () => {
      const found = await ann.call('get', String(headers['location']).replace('/api/v1', ''));
      const body = found.data as { plan: { status: string; report: unknown } };
      return body.plan.status === 'running' ? undefined : body.plan;
    }, 'the dry run');
    expect(plan.report).toMatchObject({ plays: { mark: 2 } });
    expect(ann.writes()).toEqual([]);
  });
});
