import { afterEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  inOrder,
  json,
  startRawServer,
  type RawServer,
  type Reply,
  type Respond,
} from '../../support/raw-server.js';
import { access, bangumiAt, upstreamErrorOf } from '../../support/upstream-clients.js';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
});

const bangumiWith = async (respond: Respond) => {
  server = await startRawServer(respond);
  return bangumiAt(`${server.url}/b/`);
};

const bangumiSaying = (...replies: readonly Reply[]) => bangumiWith(inOrder(...replies));

const asked = (): readonly string[] =>
  server?.seen.map(({ method, url }) => `${method} ${url}`) ?? [];

const row = (id: number) => ({
  id,
  type: 0,
  name: `第${id}話`,
  name_cn: '',
  sort: id,
  ep: id,
  airdate: '2017-10-14',
  desc: '…',
  subject_id: 7,
});

const notFound = (description: string): Reply => json({ title: 'Not Found', description }, {}, 404);
const badRequest = json(
  { title: 'Bad Request', description: 'limit should be less than 200' },
  {},
  400,
);

/** Pages of `ids` as Bangumi cuts them, never more than `most` rows. */
const listOf =
  (ids: readonly number[], most: number): Respond =>
  ({ url }) => {
    const { searchParams } = new URL(url, 'http://any');
    const limit = Number(searchParams.get('limit'));
    const offset = Number(searchParams.get('offset'));
    if (limit > most) return badRequest;
    const data = ids.slice(offset, offset + limit).map(row);
    return json({ total: ids.length, limit, offset, data });
  };

const upTo = (count: number): number[] =>
  Array.from({ length: count }, (_none, index) => index + 1);

describe('readEpisodes', () => {
  it('reads more rows than a page holds to their end', async () => {
    const bangumi = await bangumiWith(listOf(upTo(1_203), 1_000));
    const episodes = await bangumi.readEpisodes(access, 7);
    expect(episodes.map(({ id }) => id)).toEqual(upTo(1_203));
    expect(asked()).toEqual([
      'GET /b/v0/episodes?subject_id=7&limit=1000&offset=0',
      'GET /b/v0/episodes?subject_id=7&limit=1000&offset=1000',
    ]);
  });

  it('falls back to 200 rows where 1,000 are refused, and remembers', async () => {
    const bangumi = await bangumiWith(listOf(upTo(250), 200));
    expect(await bangumi.readEpisodes(access, 7)).toHaveLength(250);
    expect(await bangumi.readEpisodes(access, 8)).toHaveLength(250);
    expect(asked().map((line) => /limit=(\d+)/.exec(line)?.[1])).toEqual([
      '1000',
      '200',
      '200',
      '200',
      '200',
    ]);
  });

  it('goes on from the rows it got where pages come smaller than asked for', async () => {
    const bangumi = await bangumiSaying(
      json({ total: 3, data: [row(1), row(2)] }),
      json({ total: 3, data: [row(3)] }),
    );
    expect(await bangumi.readEpisodes(access, 7)).toHaveLength(3);
    expect(asked()[1]).toContain('offset=2');
  });

  it('reads once more when rows shifted between pages', async () => {
    const bangumi = await bangumiSaying(
      json({ total: 3, data: [row(1), row(2)] }),
      json({ total: 3, data: [row(2)] }),
      json({ total: 3, data: [row(1), row(2), row(3)] }),
    );
    expect((await bangumi.readEpisodes(access, 7)).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('calls a list that stays short of its own total malformed', async () => {
    const bangumi = await bangumiWith((_request, index) =>
      json({ total: 5, data: index % 2 === 0 ? [row(1)] : [] }),
    );
    const error = await upstreamErrorOf(bangumi.readEpisodes(access, 7));
    expect(error.kind).toBe('malformed');
    expect(error.message).toContain('1 rows where 5 were promised');
  });

  it('passes on a 400 that has another reason, and asks for 1,000 again', async () => {
    const bangumi = await bangumiSaying(badRequest, badRequest, json({ total: 0, data: [] }));
    const error = await upstreamErrorOf(bangumi.readEpisodes(access, 7));
    expect(error.facts).toMatchObject({ kind: 'rejected', status: 400 });
    await bangumi.readEpisodes(access, 7);
    expect(asked()[2]).toContain('limit=1000');
  });
});

describe('reading what a person has', () => {
  it('takes data null for no rows', async () => {
    const bangumi = await bangumiSaying(json({ total: 0, limit: 1_000, offset: 0, data: null }));
    expect(await bangumi.readEpisodeStates(access, 7)).toEqual([]);
    expect(asked()).toEqual(['GET /b/v0/users/-/collections/7/episodes?limit=1000&offset=0']);
  });

  it('reads states with their episodes', async () => {
    const bangumi = await bangumiSaying(
      json({ total: 1, data: [{ episode: row(4), type: 2, updated_at: 0 }] }),
    );
    expect(await bangumi.readEpisodeStates(access, 7)).toMatchObject([
      { episode: { id: 4, subjectId: 7 }, type: 2 },
    ]);
  });

  it('reads collections by 50 where 100 are refused', async () => {
    const collection = (id: number) => ({
      subject_id: id,
      subject_type: 2,
      type: 3,
      rate: 0,
      private: false,
      comment: null,
    });
    const bangumi = await bangumiSaying(
      badRequest,
      json({ total: 2, data: [collection(1), collection(2)] }),
    );
    const collections = await bangumi.readCollections(access, 'sai');
    expect(collections.map(({ subjectId }) => subjectId)).toEqual([1, 2]);
    expect(asked()).toEqual([
      'GET /b/v0/users/sai/collections?limit=100&offset=0',
      'GET /b/v0/users/sai/collections?limit=50&offset=0',
    ]);
  });

  it('tells a subject that is not collected from one that is missing', async () => {
    const bangumi = await bangumiSaying(
      notFound('subject is not collected by user'),
      notFound("subject doesn't exist"),
    );
    const at = { username: 'sai', subjectId: 7 };
    expect(await bangumi.readCollection(access, at)).toBeNull();
    const error = await upstreamErrorOf(bangumi.readCollection(access, at));
    expect(error.kind).toBe('not-found');
  });
});

describe('subjects', () => {
  it('are read with an infobox of texts and lists, and without what is missing', async () => {
    const infobox = [
      { key: '中文名', value: '三月的狮子' },
      { key: '别名', value: [{ v: 'a' }, { k: 'en', v: 'b' }] },
    ];
    const bangumi = await bangumiSaying(
      json({ id: 7, type: 2, name: '3月のライオン', date: null, infobox }),
    );
    expect(await bangumi.readSubject(access, 7)).toEqual({
      id: 7,
      type: 2,
      name: '3月のライオン',
      nameCn: '',
      date: null,
      platform: null,
      eps: 0,
      totalEpisodes: 0,
      image: null,
      infobox: [
        { key: '中文名', values: ['三月的狮子'] },
        { key: '别名', values: ['a', 'b'] },
      ],
    });
  });

  it.each([
    [{ large: 'l', common: 'c' }, 'c'],
    [{ large: 'l', medium: '' }, 'l'],
    [null, null],
  ])('have the address of a picture: %j', async (images, image) => {
    const bangumi = await bangumiSaying(json({ id: 7, type: 2, name: 'x', images }));
    expect(await bangumi.readSubject(access, 7)).toMatchObject({ image });
  });

  it('that were merged are read under the id they were merged into, by way of our own address', async () => {
    const bangumi = await bangumiSaying(
      answer(302, '', { location: '/v0/subjects/99' }),
      json({ id: 99, type: 2 }),
    );
    expect((await bangumi.readSubject(access, 7)).id).toBe(99);
    expect(asked()).toEqual(['GET /b/v0/subjects/7', 'GET /b/v0/subjects/99']);
  });

  it.each(['http://127.0.0.1:1/v0/subjects/99', '/login', ''])(
    'are not looked for elsewhere: %j',
    async (location) => {
      const bangumi = await bangumiSaying(answer(302, '', { location }));
      const error = await upstreamErrorOf(bangumi.readSubject(access, 7));
      expect(error.facts).toMatchObject({ kind: 'malformed', status: 302 });
      expect(asked()).toHaveLength(1);
    },
  );

  it('that redirect in a circle end', async () => {
    const bangumi = await bangumiWith(() => answer(302, '', { location: '/v0/subjects/7' }));
    const error = await upstreamErrorOf(bangumi.readSubject(access, 7));
    expect(error.message).toContain('too many redirects');
  });

  it('have relations', async () => {
    const bangumi = await bangumiSaying(
      json([{ id: 9, type: 2, name: 'n', name_cn: 'c', relation: '续集', images: null }]),
    );
    expect(await bangumi.readRelations(access, 7)).toEqual([
      { id: 9, type: 2, name: 'n', nameCn: 'c', relation: '续集' },
    ]);
  });

  it('are searched for with bounds that hold no blank', async () => {
    const bangumi = await bangumiSaying(json({ total: 1, data: [{ id: 9, type: 2, name: 'n' }] }));
    const airDate = { from: '2017-10-10', to: '2017-10-19' };
    const hits = await bangumi.searchSubjects(access, {
      keyword: 'ライオン',
      types: [2],
      airDate,
      limit: 50,
    });
    expect(hits.map(({ id }) => id)).toEqual([9]);
    expect(asked()).toEqual(['POST /b/v0/search/subjects?limit=20']);
    expect(JSON.parse(server?.seen[0]?.body ?? '')).toEqual({
      keyword: 'ライオン',
      sort: 'match',
      filter: { type: [2], air_date: ['>=2017-10-10', '<=2017-10-19'] },
    });
  });

  it('are searched for again after an outage: a search changes nothing', async () => {
    server = await startRawServer(inOrder(answer(503), json({ total: 0, data: [] })));
    const bangumi = bangumiAt(server.url, { http: { retries: 1, retryDelayMs: 1 } });
    expect(await bangumi.searchSubjects(access, { keyword: 'x', types: [2] })).toEqual([]);
  });
});

describe('writing', () => {
  it.each<readonly [string, Reply]>([
    ['202 without a body', answer(202)],
    ['204', answer(204)],
  ])('takes %s for done', async (_name, reply) => {
    const bangumi = await bangumiSaying(reply);
    await bangumi.collectSubject(access, { subjectId: 7, type: 3 });
    expect(server?.seen[0]).toMatchObject({
      method: 'POST',
      url: '/b/v0/users/-/collections/7',
      body: '{"type":3}',
    });
  });

  it('sends the exact content type and a User-Agent of the wanted shape', async () => {
    const bangumi = await bangumiSaying(answer(204));
    await bangumi.markEpisode(access, { episodeId: 5, type: 2 });
    expect(server?.seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'watchflow/watchflow/0.0.1 (https://github.com/watchflow/watchflow)',
    });
  });

  it('says private only when asked to', async () => {
    const bangumi = await bangumiSaying(answer(202));
    await bangumi.collectSubject(access, { subjectId: 7, type: 3, private: true });
    expect(server?.seen[0]?.body).toBe('{"type":3,"private":true}');
  });

  it('always says what the episodes are marked as', async () => {
    const bangumi = await bangumiSaying(answer(204), answer(204));
    await bangumi.markEpisodes(access, { subjectId: 7, episodeIds: [1, 2], type: 2 });
    await bangumi.markEpisode(access, { episodeId: 5, type: 0 });
    expect(server?.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PATCH', '/b/v0/users/-/collections/7/episodes', '{"episode_id":[1,2],"type":2}'],
      ['PUT', '/b/v0/users/-/collections/-/episodes/5', '{"type":0}'],
    ]);
  });
});
