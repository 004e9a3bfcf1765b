import { describe, expect, it } from '@jest/globals';
import { itemsRule, listsOf, ruleOf } from '../../support/lists/lists-of.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const films = Array.from({ length: 40 }, (_, n) => aFilm(n + 1));
const shows = Array.from({ length: 4 }, (_, n) => anAnime(n + 101));
const keys = films.map(({ traktId }) => `movie:${traktId}`);

const world = withPeople({
  titles: [...films, ...shows],
  env: { LISTS_READ_LAG_SECONDS: '0' },
});

describe('a list brought to Trakt', () => {
  it('is made there: private, numbered, without comments, marked as ours, in its order', async () => {
    const lists = listsOf(world(), await world().someone());
    const list = await lists.create({
      name: 'Of {{count}} films',
      rule: itemsRule(['movie:3', 'movie:1', 'movie:2']),
    });
    const run = await lists.sync(list.id);
    expect(run).toMatchObject({
      status: 'success',
      counts: { added: 3, removed: 0, unchanged: 0, notFound: 0, rejected: 0 },
    });
    const [made, ...others] = lists.onTrakt();
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      name: 'Of 3 films',
      description: expect.stringMatching(/^Created and managed by watchflow · wf:[0-9a-z]{8}$/),
      privacy: 'private',
      displayNumbers: true,
      allowComments: false,
      items: ['movie/3', 'movie/1', 'movie/2'],
    });
    expect(await lists.see(list.id)).toMatchObject({
      standing: 'synced',
      title: 'Of 3 films',
      count: 3,
      parts: [{ part: 1, traktListId: made?.id }],
    });
    expect(await lists.told()).toEqual(['list.created']);
  });

  it('costs no write when nothing changed', async () => {
    const lists = listsOf(world(), await world().someone());
    const { id } = await lists.of(...keys);
    await lists.sync(id);
    const run = await lists.sync(id);
    expect(run).toMatchObject({ status: 'unchanged', counts: { added: 0, unchanged: 40 } });
    expect(lists.writes()).toBe(0);
    expect(await lists.told()).toEqual(['list.created']);
  });

  it('costs one write for an item more at the end, two in the middle, and keeps the order', async () => {
    const lists = listsOf(world(), await world().someone());
    const { id } = await lists.of(...keys.slice(0, 10));
    await lists.sync(id);
    await lists.put(id, { rule: itemsRule(keys.slice(0, 11)) });
    expect(await lists.sync(id)).toMatchObject({ counts: { added: 1, unchanged: 10 } });
    expect(lists.writes()).toBe(1);
    const order = [...keys.slice(0, 5), 'movie:30', ...keys.slice(5, 11)];
    await lists.put(id, { rule: itemsRule(order) });
    await lists.sync(id);
    expect(lists.writes()).toBe(2);
    expect(lists.onTrakt()[0]?.items).toEqual(order.map((key) => key.replace(':', '/')));
  });

  it('loses what the person took off it, gains what they put on, and is put in order again', async () => {
    const person = await world().someone();
    const lists = listsOf(world(), person);
    const { id } = await lists.of(...keys.slice(0, 6));
    await lists.sync(id);
    const made = lists.onTrakt()[0];
    const { trakt } = world();
    const whose = { username: person.name };
    trakt.lists.removeItem(made?.id ?? 0, { movie: 2 }, whose);
    trakt.lists.addItem(made?.id ?? 0, { movie: 33 }, whose);
    trakt.lists.change(made?.id ?? 0, { name: 'Renamed there' }, whose);
    expect(await lists.sync(id)).toMatchObject({
      status: 'success',
      counts: { added: 1, removed: 1 },
    });
    expect(lists.onTrakt()).toMatchObject([
      { name: 'A list', items: [1, 2, 3, 4, 5, 6].map((n) => `movie/${n}`) },
    ]);
  });

  it('keeps what the person put on it where they say so', async () => {
    const person = await world().someone();
    const lists = listsOf(world(), person);
    const { id } = await lists.create({
      rule: itemsRule(['movie:1', 'movie:2']),
      strangers: 'keep',
    });
    await lists.sync(id);
    world().trakt.lists.addItem(
      lists.onTrakt()[0]?.id ?? 0,
      { movie: 9 },
      { username: person.name },
    );
    await lists.put(id, { rule: itemsRule(['movie:2', 'movie:3']) });
    await lists.sync(id);
    expect(lists.onTrakt()[0]?.items).toEqual(['movie/2', 'movie/3', 'movie/9']);
  });

  it('touches no other list of the person, whatever it is called', async () => {
    const person = await world().someone();
    const lists = listsOf(world(), person);
    const other = world().trakt.lists.create({ name: 'A list' }, { username: person.name });
    world().trakt.lists.addItem(other, { movie: 20 }, { username: person.name });
    const { id } = await lists.of('movie:1');
    await lists.sync(id);
    expect(lists.onTrakt()).toMatchObject([
      { id: other, items: ['movie/20'], description: null },
      { items: ['movie/1'] },
    ]);
  });

  it('names what Trakt does not have, and does not send it again', async () => {
    const lists = listsOf(world(), await world().someone());
    const { id } = await lists.of('movie:1', 'movie:999999');
    const run = await lists.sync(id);
    expect(run).toMatchObject({
      status: 'success',
      counts: { added: 1, notFound: 1 },
      missing: [{ key: 'movie:999999', reason: 'not-found' }],
    });
    await lists.sync(id, { trigger: 'schedule' });
    expect(lists.writes()).toBe(0);
  });

  it('shows what the rule says of the Bangumi collection, with seasons of shows', async () => {
    const person = await world().someone();
    const lists = listsOf(world(), person);
    for (const [title, type] of [
      [shows[0], 3],
      [shows[1], 3],
      [shows[2], 1],
      [films[5], 3],
    ] as const)
      world().bangumi.setCollection(title?.subjectId ?? 0, { type }, person.name);
    const { id } = await lists.create({
      name: 'Watching',
      rule: ruleOf({
        sources: [{ from: 'collection', states: ['doing'] }],
        unit: 'show',
        sort: [{ by: 'title' }],
      }),
    });
    expect(await lists.sync(id)).toMatchObject({ status: 'success', counts: { added: 3 } });
    expect([...(lists.onTrakt()[0]?.items ?? [])].sort()).toEqual([
      'movie/6',
      'show/101',
      'show/102',
    ]);
  });
});
