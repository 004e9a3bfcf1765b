import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bounds, type Rule } from '../../../src/areas/lists/index.js';
import { ruleOf } from '../../support/lists/lists-of.js';
import {
  listDraft,
  manyEpisodes,
  runThrough,
  storyWorld,
  type StoryWorld,
} from '../../support/lists/story-world.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
let world: StoryWorld;

beforeAll(async () => {
  world = await storyWorld(database.db);
});

afterAll(() => world.stop());

/** In as many sources as it takes. */
function ruleFor(items: readonly string[]): Rule {
  const sources: object[] = [];
  for (let at = 0; at < items.length; at += bounds.items)
    sources.push({ from: 'items', items: items.slice(at, at + bounds.items) });
  return ruleOf({ sources, sort: [{ by: 'given' }] });
}

/** Writes and reads of a run. */
async function costOf(id: string) {
  world.moveOn(10_000);
  world.trakt.resetCounts();
  const status = await runThrough(world, id);
  const counts = Object.entries(world.trakt.counts());
  const sum = (isWanted: (endpoint: string) => boolean) =>
    counts.filter(([one]) => isWanted(one)).reduce((all, [, count]) => all + count, 0);
  const isRead = (endpoint: string) => endpoint.startsWith('GET ');
  return { status, writes: sum((one) => !isRead(one)), reads: sum(isRead) };
}

describe('a list of 5,000 items', () => {
  it('costs its pages to be looked at, and two writes at most for a change', async () => {
    const { keeping } = world.lists;
    const put = (items: readonly string[]) =>
      keeping.change({ userId: world.user.id, id }, (draft) => ({
        ...draft,
        rule: ruleFor(items),
      }));
    const rule = ruleFor(manyEpisodes);
    const { id } = await keeping.create(world.user.id, listDraft({ name: 'Many', rule }));
    expect(await costOf(id)).toMatchObject({ status: 'success', writes: 21 });
    // 20 pages, the list, all lists and what the account may have.
    expect(await costOf(id)).toEqual({ status: 'unchanged', writes: 0, reads: 23 });
    await put([...manyEpisodes.slice(0, 2_500), 'movie:1', ...manyEpisodes.slice(2_500, 4_999)]);
    expect(await costOf(id)).toMatchObject({ status: 'success', writes: 3 });
    await put([...manyEpisodes.slice(0, 2_500), ...manyEpisodes.slice(2_500, 4_999)]);
    expect(await costOf(id)).toMatchObject({ status: 'success', writes: 1 });
    await put(manyEpisodes);
    expect(await costOf(id)).toMatchObject({ status: 'success', writes: 1 });
    const [made] = world.trakt.lists.finalState();
    expect(made?.items).toHaveLength(5_000);
  }, 120_000);
});
