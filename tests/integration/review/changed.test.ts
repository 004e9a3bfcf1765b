import { beforeEach, describe, expect, it } from '@jest/globals';
import { matchDetailSchema, matchPageSchema } from '../../../src/api/contract/matching/review.js';
import { mappedTo, withReview } from '../../support/review-world.js';
import { aFilm, anAnime, type TestTitle } from '../../support/scenario-builders.js';

const series = anAnime(1);
const rival = anAnime(2);
const film = aFilm(5, { hasRow: false });
const otherFilm = aFilm(6);
const other = anAnime(20);
const titles = [series, rival, film, otherFilm, other];
const world = withReview(titles);
const question = `show-${series.traktId}-season-1`;
const filmQuestion = `movie-${film.traktId}`;

const asItWas = titles.flatMap(({ mapping }) => mapping ?? []);
/** Each of the two pairs takes the subject of the other. */
const swapped = [
  mappedTo(series, rival.subjectId),
  mappedTo(rival, series.subjectId),
  mappedTo(film, otherFilm.subjectId),
  mappedTo(otherFilm, film.subjectId),
  ...(other.mapping === undefined ? [] : [other.mapping]),
];

type Watcher = Awaited<ReturnType<ReturnType<typeof world>['watcher']>>;
const listed = async (person: Watcher, query = '?state=changed&lang=en') =>
  matchPageSchema.parse((await person.call('get', `/matches${query}`)).data).items;
const detail = async (person: Watcher, id: string) =>
  matchDetailSchema.parse((await person.call('get', `/matches/${id}?lang=en`)).data);
const questionsOf = async (person: Watcher) => (await listed(person)).map(({ id }) => id);
const noticesOf = (person: Watcher) =>
  world().watchflow.db.notification.findMany({
    where: { userId: person.userId, event: 'matches.changed' },
    orderBy: { id: 'asc' },
  });

/** Somebody who has marked a title, with one more that makes the tables of both subjects known. */
async function marker(title: TestTitle = series, count = 2): Promise<Watcher> {
  const person = await world().watcher(title, count);
  person.watch(title === series ? rival : otherFilm);
  await person.sync();
  expect(new Set(await person.states())).toEqual(new Set(['proven']));
  return person;
}

describe('what is marked and would be matched otherwise by now', () => {
  beforeEach(async () => {
    const { db } = world().watchflow;
    await world().changeMap(asItWas);
    await db.match.deleteMany();
    await db.matchChange.deleteMany();
  });

  it('is listed with what is marked, what it would be and why, though nothing of it waits', async () => {
    const ann = await marker();
    expect(await questionsOf(ann)).toEqual([]);
    await world().changeMap(swapped);
    const groups = await listed(ann);
    expect(groups.map(({ id }) => id).toSorted()).toEqual([
      question,
      `show-${rival.traktId}-season-1`,
    ]);
    const group = groups.find(({ id }) => id === question);
    expect(group).toMatchObject({
      numbers: '1–2',
      counts: [{ state: 'proven', reason: null, plays: 2, items: 2 }],
      candidates: [{ subject_id: series.subjectId }, { subject_id: rival.subjectId }],
      change: {
        marked: [{ subject_id: series.subjectId, episode_id: series.row(1), plays: 1 }],
        previous: {
          subject_id: series.subjectId,
          episode_id: series.row(1),
          evidence: expect.arrayContaining([expect.objectContaining({ signal: 'id-map' })]),
        },
        now: {
          kind: 'matched',
          reason: null,
          subject_id: rival.subjectId,
          episode_id: rival.row(1),
        },
        evidence: expect.arrayContaining([
          expect.objectContaining({ detail: expect.stringContaining(String(rival.subjectId)) }),
        ]),
      },
    });
    const words = `Bangumi has it marked as episode ${series.row(1)} of subject ${series.subjectId}. By now matching would decide otherwise: it is episode ${rival.row(1)} of Bangumi’s subject ${rival.subjectId}, because`;
    expect(group?.reason.startsWith(words)).toBe(true);
    expect((await listed(ann, '?state=changed&lang=zh-CN')).map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          new RegExp(
            `^目前在 Bangumi 上标记为条目 ${series.subjectId} 的章节 ${series.row(1)}。现在的匹配结果不同：对应 Bangumi 条目 ${rival.subjectId} 的章节 ${rival.row(1)}，依据：`,
          ),
        ),
      ]),
    );
    // Nothing waits, so what waits is not longer for it.
    expect(await listed(ann, '?state=parked')).toEqual([]);

    const { items, candidates } = await detail(ann, question);
    expect(items).toHaveLength(2);
    expect(items[1]).toMatchObject({
      decision: { kind: 'matched', words: expect.stringContaining('Bangumi shows it') },
      change: { marked: [{ episode_id: series.row(2) }], now: { episode_id: rival.row(2) } },
    });
    expect(items[1]?.decision?.evidence).toEqual(items[1]?.change?.previous.evidence);
    const sides = candidates.slice(0, 2).map(({ subject_id: id, rows, side_by_side: beside }) => ({
      id,
      rows: rows.length,
      beside: beside.map(({ number, row }) => [number, row?.episode_id]),
    }));
    const side = (title: TestTitle) => ({
      id: title.subjectId,
      rows: 12,
      beside: [
        [1, title.row(1)],
        [2, title.row(2)],
      ],
    });
    expect(sides).toEqual(expect.arrayContaining([side(series), side(rival)]));
  });

  it('is told once, and again only for what changes later', async () => {
    const ann = await marker();
    await world().changeMap(swapped);
    const told = await noticesOf(ann);
    expect(told).toMatchObject([{ data: { count: 3 }, inInbox: true }]);
    expect(await world().recheck()).toMatchObject({ told: 0 });
    await ann.settle(question, { choice: 'keep' });
    expect(await world().recheck()).toMatchObject({ told: 0 });
    expect(await noticesOf(ann)).toEqual(told);
    const [played = ''] = ann.watch(film);
    ann.watch(otherFilm);
    await ann.sync();
    expect((await ann.plays())[played]).toMatchObject({ subjectId: otherFilm.subjectId });
    await world().changeMap([...swapped.slice(0, 2), ...asItWas.slice(2)]);
    expect(await noticesOf(ann)).toMatchObject([{}, { data: { count: 2 } }]);
  });

  it.each<[string, object, Record<string, unknown>]>([
    ['mapping to what is marked', { choice: 'map', subject_id: series.subjectId }, { mappings: 1 }],
    [
      'mapping to what it would be',
      { choice: 'map', subject_id: rival.subjectId },
      { mappings: 1 },
    ],
    [
      'mapping just these',
      { choice: 'map', subject_id: series.subjectId, scope: 'once' },
      { mappings: 2 },
    ],
    ['keeping it', { choice: 'keep' }, { mappings: 2 }],
    ['leaving it out', { choice: 'ignore' }, { mappings: 1 }],
  ])('is asked no more after %s, and what is marked stays', async (_what, choice, expected) => {
    const ann = await marker();
    await world().changeMap(swapped);
    const before = ann.onBangumi();
    const { mappings, ...told } = await ann.settle(question, choice);
    expect(told).toMatchObject({ released: 0, already_marked: 2, sync: null });
    expect({ mappings: mappings.length }).toEqual(expected);
    expect(await questionsOf(ann)).toEqual([`show-${rival.traktId}-season-1`]);
    const { items } = await detail(ann, question);
    expect(items.map(({ change }) => change)).toEqual([null, null]);
    // Said again: nothing new.
    const again = await ann.settle(question, choice);
    expect(again).toMatchObject({ mappings: [], removed: [], released: 0, sync: null });
    await ann.sync('full');
    expect(ann.onBangumi()).toEqual(before);
    expect(new Set(await ann.states())).toEqual(new Set(['proven']));
    // Taken back, it is asked again: what would be matched is still something else.
    await ann.settle(question, { choice: 'automatic' });
    expect(await questionsOf(ann)).toHaveLength(2);
    expect(ann.onBangumi()).toEqual(before);
  });

  it('decides what is watched later as it was settled, and as it was marked where it is kept', async () => {
    const ann = await marker();
    const bob = await marker();
    await world().changeMap(swapped);
    await ann.settle(question, { choice: 'map', subject_id: rival.subjectId });
    const [later = ''] = ann.watch(series, { at: '2026-11-09T12:00:00.000Z' });
    await ann.sync();
    expect((await ann.plays())[later]).toMatchObject({
      state: 'proven',
      subjectId: rival.subjectId,
      episodeId: rival.row(1),
    });
    expect(await questionsOf(ann)).not.toContain(question);

    const [waiting = ''] = bob.watch(series, { at: '2026-11-09T12:00:00.000Z' });
    await bob.sync();
    expect((await bob.plays())[waiting]).toMatchObject({ state: 'parked', reason: 'changed' });
    expect((await listed(bob)).find(({ id }) => id === question)?.counts).toHaveLength(2);
    const kept = { choice: 'keep', range: { first: 1, last: 1 }, note: 'right as it is' };
    expect(await bob.settle(question, kept)).toMatchObject({ released: 1, already_marked: 1 });
    expect((await bob.plays())[waiting]).toMatchObject({
      state: 'proven',
      subjectId: series.subjectId,
      episodeId: series.row(1),
    });
    expect((await listed(bob)).find(({ id }) => id === question)?.numbers).toBe('2');
  });

  it('is kept as it was matched for others, where nothing of it is marked', async () => {
    const ann = await marker();
    await world().changeMap(swapped);
    const bob = await world().watcher(series, 1);
    expect(await bob.states()).toEqual(['parked changed']);
    expect(await listed(bob)).toMatchObject([
      {
        id: question,
        reason: expect.stringContaining('it was matched before'),
        change: {
          marked: [],
          previous: { subject_id: series.subjectId },
          words: expect.stringMatching(/^It was matched to episode .* nothing of it is marked/),
        },
      },
    ]);
    expect(await bob.settle(question, { choice: 'keep' })).toMatchObject({ released: 1 });
    expect(await bob.states()).toEqual(['proven']);
    expect(await questionsOf(ann)).toContain(question);
  });

  it('is no question to whom it is marked as it would be, or who had said what it is', async () => {
    const ann = await marker();
    const bob = await world().watcher(series, 1);
    await bob.settle(question, { choice: 'map', subject_id: series.subjectId });
    const eve = await world().someone();
    const call = await world().as(eve);
    const wish = { media_type: 'show', trakt_id: series.traktId, season: 1, action: 'map' };
    const made = await call('post', '/mappings', { ...wish, subject_id: rival.subjectId });
    eve.watch(series);
    await eve.sync();
    await call('delete', String(made.headers['location']).replace('/api/v1', ''));
    await world().changeMap(swapped);
    expect(await questionsOf(ann)).toContain(question);
    expect(await questionsOf(bob)).toEqual([]);
    expect(matchPageSchema.parse((await call('get', '/matches?state=changed')).data).items).toEqual(
      [],
    );
    // As soon as the earlier outcome is right again, nobody is asked.
    await world().changeMap(asItWas);
    expect(await questionsOf(ann)).toEqual([]);
  });

  it('may be a film that is marked as a whole', async () => {
    const ann = await marker(film, 1);
    await world().changeMap(swapped);
    expect((await listed(ann)).find(({ id }) => id === filmQuestion)).toMatchObject({
      numbers: null,
      reason: expect.stringContaining(`marked as subject ${film.subjectId} as a whole.`),
      change: {
        marked: [{ subject_id: film.subjectId, episode_id: null }],
        now: { subject_id: otherFilm.subjectId, episode_id: otherFilm.row(1) },
      },
    });
    const faulty = { choice: 'keep', subject_id: 1, scope: 'season' };
    expect((await ann.call('put', `/matches/${filmQuestion}`, faulty)).data).toMatchObject({
      status: 400,
      errors: [{ pointer: '/subject_id' }, { pointer: '/scope' }],
    });
    const kept = await ann.settle(filmQuestion, { choice: 'keep' });
    expect(kept.mappings).toMatchObject([
      { media_type: 'movie', subject_id: film.subjectId, episode_id: null },
    ]);
    expect(await questionsOf(ann)).not.toContain(filmQuestion);
  });
});
