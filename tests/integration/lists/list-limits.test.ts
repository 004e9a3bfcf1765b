import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemsRule } from '../../support/lists/lists-of.js';
import {
  listDraft,
  runThrough,
  storyWorld,
  type StoryWorld,
} from '../../support/lists/story-world.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
let world: StoryWorld;

/** A free account: three lists of four items. */
beforeAll(async () => {
  world = await storyWorld(database.db, {
    vip: false,
    list_limits: { count: 3, item_count: 4 },
  });
});

afterAll(() => world.stop());

const films = (count: number) =>
  itemsRule(Array.from({ length: count }, (_, at) => `movie:${at + 1}`));

const make = (draft: Parameters<typeof listDraft>[0]) =>
  world.lists.keeping.create(world.user.id, listDraft(draft));

const put = (id: string, count: number) =>
  world.lists.keeping.change({ userId: world.user.id, id }, (draft) => ({
    ...draft,
    rule: films(count),
  }));

const onTrakt = () => {
  world.moveOn(10_000);
  return world.trakt.lists.finalState().map(({ name, items }) => ({ name, items: items.length }));
};

const removeAll = async (id: string) => {
  await world.lists.keeping.takeAway(world.user.id, id, { keepOnTrakt: false });
  world.moveOn(10_000);
  await world.lists.syncing.deleteOnTrakt({ userId: world.user.id, listId: id, runId: id }, {});
  world.moveOn(10_000);
};

describe('what an account may have', () => {
  it('is looked at before anything is written: a list too long is refused and nothing made', async () => {
    const { id } = await make({ rule: films(5) });
    world.trakt.resetCounts();
    expect(await runThrough(world, id)).toBe('refused');
    expect(Object.keys(world.trakt.counts()).filter((one) => !one.startsWith('GET '))).toEqual([]);
    expect(onTrakt()).toEqual([]);
    await put(id, 4);
    expect(await runThrough(world, id)).toBe('success');
    expect(onTrakt()).toEqual([{ name: 'A list of 4', items: 4 }]);
    await removeAll(id);
  });

  it('is filled by several lists where that is wanted, which follow the length', async () => {
    const { id } = await make({ rule: films(9), overflow: 'spill' });
    expect(await runThrough(world, id)).toBe('success');
    expect(onTrakt()).toEqual([
      { name: 'A list of 9 (1/3)', items: 4 },
      { name: 'A list of 9 (2/3)', items: 4 },
      { name: 'A list of 9 (3/3)', items: 1 },
    ]);
    await put(id, 6);
    expect(await runThrough(world, id)).toBe('success');
    expect(onTrakt()).toEqual([
      { name: 'A list of 6 (1/2)', items: 4 },
      { name: 'A list of 6 (2/2)', items: 2 },
    ]);
    expect(await runThrough(world, id)).toBe('unchanged');
    await put(id, 13);
    expect(await runThrough(world, id)).toBe('refused');
    expect(onTrakt()).toHaveLength(2);
    await removeAll(id);
    expect(onTrakt()).toEqual([]);
  });

  it('counts the lists that the person has besides', async () => {
    const others = [1, 2, 3].map((n) => world.trakt.lists.create({ name: `Mine ${n}` }));
    world.moveOn(10_000);
    const { id } = await make({ rule: films(2) });
    expect(await runThrough(world, id)).toBe('refused');
    world.trakt.lists.remove(others[0] ?? 0);
    world.moveOn(10_000);
    expect(await runThrough(world, id)).toBe('success');
    expect(onTrakt()).toHaveLength(3);
  });
});
