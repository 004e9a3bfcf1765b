import { beforeAll, describe, expect, it } from '@jest/globals';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import { movableClock } from '../../support/movable-clock.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';
import { explainAt, storyOf } from './explain-at.js';

const series = anAnime(1);
const merged = anAnime(2);
const target = anAnime(3);
const unknown = anAnime(4, { hasTmdb: false });
const film = aFilm(5, { hasRow: false });
const clock = movableClock();

const patch = { method: 'PATCH', path: '/v0/users/-/collections/{subject_id}/episodes' };
const says = (status: number, title: string): Fault => ({
  kind: 'status',
  status,
  body: { title, description: 'a reason', request_id: '1' },
});

describe('a play explained', () => {
  const world = withPeople({
    titles: [series, merged, target, unknown, film],
    clock,
    env: { UPSTREAM_TIMEOUT_MS: '1000' },
  });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });
  const asking = (person: Person) => explainAt(address, world(), person);

  it('tells the whole chain of a proven one, from its source to the read-back', async () => {
    const ann = await world().someone();
    const [first = '', second = ''] = ann.watch(series, { count: 2 });
    const { id: runId } = await ann.sync();
    const explained = await (await asking(ann)).explainRef(second);
    expect(storyOf(explained)).toEqual([
      'observed',
      'decided',
      'planned',
      'read-collection answered',
      'collect answered',
      'sent',
      'mark-episodes answered',
      'read-states answered',
      'proven',
    ]);
    expect(explained).toMatchObject({
      play: {
        source: 'trakt',
        source_ref: second,
        title: 'Anime 1',
        season: 1,
        number: 2,
        state: 'proven',
        ids: { trakt: series.traktId },
      },
      is_whole: true,
      now: { state: 'proven', reason: null, words: 'It is done: Bangumi shows it.', until: null },
    });
    const [observed, decided, , , collect, , mark] = explained.chain;
    expect(explained.chain.map(({ run_id: of }) => of)).toEqual(
      explained.chain.map(({ step }) => (step === 'decided' ? null : runId)),
    );
    expect(observed).toMatchObject({ actor: 'source', data: { extent: 'whole' } });
    expect(observed?.words).toContain('Anime 1, season 1, episode 2, watched on 2026-11-01');
    expect(decided).toMatchObject({
      actor: 'matching',
      data: { episode_id: series.row(2), again: false, decision: { kind: 'matched' } },
    });
    expect(decided?.words).toMatch(
      /^Matching decided: it is episode .*, because bangumi-data puts/,
    );
    expect(collect?.words).toContain(`collect subject ${series.subjectId} as doing: it answered`);
    expect(mark).toMatchObject({ actor: 'run', data: { episodes: 2, names_it: true } });
    const times = explained.chain.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(storyOf(await (await asking(ann)).explainRef(first))).toEqual(storyOf(explained));
  });

  it('tells of a film that its collection is all there is to mark', async () => {
    const ann = await world().someone();
    const [play = ''] = ann.watch(film);
    await ann.sync();
    const explained = await (await asking(ann)).explainRef(play);
    const story = storyOf(explained);
    expect(story.slice(0, 3)).toEqual(['observed', 'decided', 'planned']);
    expect(story.at(-1)).toBe('proven');
    expect(story).not.toContain('answer-missing');
  });

  it('leaves out what was done for other plays of the subject', async () => {
    const ann = await world().someone();
    const [first = ''] = ann.watch(series);
    await ann.sync();
    const before = await (await asking(ann)).explainRef(first);
    ann.watch(series, { from: 2, at: '2026-11-02T12:00:00.000Z' });
    await ann.sync();
    expect(await (await asking(ann)).explainRef(first)).toEqual(before);
  });

  it('tells of a lost answer, and of the read-back that proved it all the same', async () => {
    const ann = await world().someone();
    const [play = ''] = ann.watch(series);
    const fault = { kind: 'time-out', afterApplying: true } as const;
    world().bangumi.faults.add({ match: patch, times: 1, fault });
    await ann.sync();
    const explained = await (await asking(ann)).explainRef(play);
    expect(storyOf(explained).slice(5)).toEqual([
      'sent',
      'mark-episodes unclear',
      'read-collection answered',
      'read-states answered',
      'proven',
    ]);
    const unclear = explained.chain[6];
    expect(unclear).toMatchObject({ data: { error: 'timeout', status: null } });
    expect(unclear?.words).toContain('nobody knows whether it was carried out (no answer came');
  });

  it('says so where the answer to a write is not on record, as when the process was killed', async () => {
    const { watchflow, bangumi } = world();
    const ann = await world().someone();
    const [play = ''] = ann.watch(series);
    await watchflow.db.$executeRaw`CREATE FUNCTION forget_call() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'not to be written'; END $$`;
    await watchflow.db.$executeRaw`CREATE TRIGGER forget_marks BEFORE INSERT ON subject_calls
      FOR EACH ROW WHEN (NEW.call = 'mark-episodes') EXECUTE FUNCTION forget_call()`;
    try {
      bangumi.faults.add({ match: patch, times: 1, fault: { kind: 'reset', afterApplying: true } });
      expect(await ann.sync()).toMatchObject({ status: 'success' });
    } finally {
      await watchflow.db.$executeRaw`DROP FUNCTION forget_call() CASCADE`;
    }
    const explained = await (await asking(ann)).explainRef(play);
    expect(storyOf(explained).slice(5)).toEqual([
      'sent',
      'answer-missing',
      'read-collection answered',
      'read-states answered',
      'proven',
    ]);
    expect(explained.chain[6]?.words).toContain('No answer to it is on record');
    // That the record failed has made nobody write twice.
    expect(ann.written()).toEqual({ sent: 1, changed: 1, collections: 1 });
  });

  it('tells what Bangumi refused, until when it waits and what can be done', async () => {
    const ann = await world().someone();
    const [play = ''] = ann.watch(series);
    const match = { method: 'POST', path: new RegExp(`/collections/${series.subjectId}`) };
    world().bangumi.faults.add({ match, fault: says(400, 'Bad Request') });
    await ann.sync();
    const explained = await (await asking(ann)).explainRef(play);
    expect(storyOf(explained).slice(2)).toEqual([
      'planned',
      'read-collection answered',
      'collect refused',
      'parked refused',
    ]);
    expect(explained.chain[4]).toMatchObject({ data: { error: 'rejected', status: 400 } });
    expect(explained.now).toMatchObject({ state: 'parked', reason: 'refused' });
    expect(explained.now.until).toBe(explained.play.due_at);
    expect(explained.now.words).toContain('It is looked at again from');
    expect(explained.now.advice).toContain('a full sync tries at once');
  });

  it('tells that it was taken for something else before', async () => {
    const ann = await world().someone();
    const [play = ''] = ann.watch(merged);
    const of = (path: string) => new RegExp(`${path}.*${merged.subjectId}`);
    const gone = says(404, 'Not Found');
    const writes = world().bangumi.faults.add({ match: { path: of('collections/') }, fault: gone });
    await ann.sync();
    writes.remove();
    world().bangumi.faults.add({ match: { path: of('episodes\\?') }, fault: gone });
    const location = `/v0/subjects/${target.subjectId}`;
    const elsewhere = { kind: 'status', status: 302, headers: { location } } as const;
    world().bangumi.faults.add({ match: { path: of('subjects/') }, fault: elsewhere });
    clock.moveOn(25);
    await ann.sync();
    const explained = await (await asking(ann)).explainRef(play);
    const decided = explained.chain.flatMap((step) => (step.step === 'decided' ? [step.data] : []));
    expect(decided).toMatchObject([
      { subject_id: merged.subjectId, again: false, decision: { kind: 'matched' } },
      { subject_id: target.subjectId, again: false, decision: { kind: 'matched' } },
    ]);
    expect(storyOf(explained)).toEqual(
      expect.arrayContaining(['parked refused', 'seen', 'proven']),
    );
  });

  it('speaks the language that is asked for, else that of the account', async () => {
    const ann = await world().someone();
    const [play = ''] = ann.watch(series);
    await ann.sync();
    const ask = await asking(ann);
    const { list, get } = ask;
    const chinese = await ask.explainRef(play, '?lang=zh-CN');
    expect(chinese.now).toMatchObject({
      words: '已完成：Bangumi 上显示为看过。',
      advice: '无需处理。',
    });
    expect(chinese.chain[0]?.words).toContain('您的观看记录中有《Anime 1》第 1 季第 1 集');
    expect(chinese.chain[1]?.words).toMatch(
      /^匹配结果：对应 Bangumi 条目 .*依据：bangumi-data 将条目/,
    );
    expect(chinese.chain.map(({ data }) => data)).toEqual(
      (await ask.explainRef(play)).chain.map(({ data }) => data),
    );
    const id = (await list()).items[0]?.id ?? '';
    const langOf = async (headers: Readonly<Record<string, string>>) =>
      (await get(`/${id}/explain`, headers)).headers['content-language'] as unknown;
    expect(await langOf({ 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })).toBe('zh-CN');
    expect(await langOf({ 'accept-language': 'fr' })).toBe('en');
    await world().watchflow.db.user.update({
      where: { id: ann.userId },
      data: { locale: 'zh-CN' },
    });
    expect(await langOf({ 'accept-language': 'fr' })).toBe('zh-CN');
    expect(await langOf({ 'accept-language': 'en-GB' })).toBe('en');
  });

  it('is for its owner alone, and found by title, subject, state, reason and time', async () => {
    const ann = await world().someone();
    const [proven = ''] = ann.watch(series);
    const [parked = ''] = ann.watch(unknown, { at: '2026-11-03T12:00:00.000Z' });
    await ann.sync();
    const { list, get } = await asking(ann);
    const refs = async (query: string) =>
      (await list(query)).items.map(({ source_ref: ref }) => ref);
    expect(await refs('?title=anime%201')).toEqual([proven]);
    expect(await refs(`?subject=${series.subjectId}`)).toEqual([proven]);
    expect(await refs('?state=parked')).toEqual([parked]);
    const { reason } = (await list('?state=parked')).items[0] ?? {};
    expect(await refs(`?reason=${reason ?? ''}`)).toEqual([parked]);
    expect(await refs('?reason=needs-reauth')).toEqual([]);
    expect(await refs('?since=2026-11-02T00:00:00Z')).toEqual([parked]);
    expect(await refs('?until=2026-11-02T00:00:00Z')).toEqual([proven]);
    expect(await refs('?title=%25')).toEqual([]);
    const page = await list('?limit=1');
    const rest = await list(`?limit=1&cursor=${page.next_cursor ?? ''}`);
    expect([...page.items, ...rest.items].map(({ source_ref: ref }) => ref).toSorted()).toEqual(
      [proven, parked].toSorted(),
    );
    expect(rest.next_cursor).toBeNull();

    const bob = await asking(await world().someone());
    const id = page.items[0]?.id ?? '';
    expect((await get(`/${id}/explain`)).status).toBe(200);
    for (const path of [
      `/${id}/explain`,
      '/0/explain',
      '/no-number/explain',
      `/9${id}9999999999999999/explain`,
    ]) {
      const { status, data } = await bob.get(path);
      expect([status, data]).toMatchObject([404, { code: 'not-found' }]);
    }
    expect((await bob.list()).items).toEqual([]);
  });
});
