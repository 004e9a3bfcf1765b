import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TraktSimulator } from '../../../src/simulators/index.js';
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

beforeAll(async () => {
  world = await storyWorld(database.db);
});

afterAll(() => world.stop());

const film = fc.integer({ min: 1, max: 14 });
const wanted = fc.uniqueArray(film, { maxLength: 12 });

/** What the person does on Trakt in between. */
const meddling = fc.oneof(
  fc.record({ does: fc.constant('add' as const), film }),
  fc.record({ does: fc.constant('remove' as const), film }),
  fc.constant({ does: 'turn' as const }),
  fc.constant({ does: 'rename' as const }),
  fc.constant({ does: 'delete' as const }),
);
type Meddling = typeof meddling extends fc.Arbitrary<infer T> ? T : never;

type Fault = Parameters<TraktSimulator['faults']['add']>[0]['fault'];

const trouble = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  after: fc.nat(6),
  times: fc.integer({ min: 1, max: 3 }),
  fault: fc.constantFrom<Fault>(
    { kind: 'reset', afterApplying: true },
    { kind: 'reset', afterApplying: false },
    { kind: 'status', status: 502 },
    { kind: 'torn-json', cutConnection: false },
    { kind: 'html-200' },
  ),
});

const chapter = fc.record({
  wanted,
  meddling: fc.array(meddling, { maxLength: 3 }),
  troubles: fc.array(trouble, { maxLength: 2 }),
  /** Dies at the so manieth step; null: lives. */
  dies: fc.option(fc.integer({ min: 1, max: 60 })),
  /** Time between the chapters, in ms. */
  later: fc.constantFrom(0, 1_000, 20_000),
});

const story = fc.record({
  /** What becomes of items that somebody else put there. */
  strangers: fc.constantFrom('remove' as const, 'keep' as const),
  chapters: fc.array(chapter, { minLength: 1, maxLength: 3 }),
});

/** Films of this number and above are nobody's wish: only the person puts them there. */
const firstForeign = 15;
const foreignOf = (film: number): number => firstForeign + (film % 5);

const runs = Number(process.env['STORIES'] ?? 15);

describe('a list, whatever happens', () => {
  it('ends as it is wanted: one list, each item once, in order, and nothing else of the person touched', async () => {
    const { trakt } = world;
    const other = trakt.lists.create({ name: 'A list of 3' });
    trakt.lists.addItem(other, { movie: 20 });
    await fc.assert(
      fc.asyncProperty(story, async ({ strangers, chapters }) => {
        const { keeping } = world.lists;
        const draft = listDraft({ rule: itemsRule([]), strangers });
        const { id } = await keeping.create(world.user.id, draft);
        let last: readonly number[] = [];
        const kept = new Set<string>();
        for (const one of chapters) {
          await keeping.change({ userId: world.user.id, id }, (draft) => ({
            ...draft,
            rule: itemsRule(one.wanted.map((n) => `movie:${n}`)),
          }));
          for (const act of one.meddling)
            meddle(strangers === 'keep' ? addsForeign(act) : act, { other, kept });
          for (const { method, ...rest } of one.troubles)
            trakt.faults.add({ match: { method }, ...rest });
          world.points.dieAfter(one.dies);
          await runThrough(world, id);
          world.points.revive();
          trakt.faults.clear();
          world.moveOn(one.later);
          last = one.wanted;
        }
        // A quiet run heals whatever trouble was too much for the one before.
        await runThrough(world, id);
        world.moveOn(10_000);
        const mine = trakt.lists.finalState().filter((list) => list.id !== other);
        expect(mine).toMatchObject([{ name: `A list of ${last.length}` }]);
        const items = mine[0]?.items ?? [];
        expect(items.filter((item) => !kept.has(item))).toEqual(last.map((n) => `movie/${n}`));
        expect(new Set(items.filter((item) => kept.has(item)))).toEqual(kept);
        trakt.resetCounts();
        expect(await runThrough(world, id)).toBe('unchanged');
        expect(Object.keys(trakt.counts()).filter((one) => !one.startsWith('GET '))).toEqual([]);
        expect(trakt.lists.finalState().find((list) => list.id === other)).toMatchObject({
          name: 'A list of 3',
          items: ['movie/20'],
        });
        await keeping.takeAway(world.user.id, id, { keepOnTrakt: false });
        const of = { userId: world.user.id, listId: id, runId: id };
        expect(await world.lists.syncing.deleteOnTrakt(of, {})).toMatchObject({ kind: 'deleted' });
        world.moveOn(10_000);
        expect(trakt.lists.finalState()).toHaveLength(1);
      }),
      { numRuns: runs, seed: Number(process.env['STORIES_SEED'] ?? 1), endOnFailure: true },
    );
  }, 600_000);
});

describe('a process killed while a list is made', () => {
  it('leaves one list, wherever it dies: what Trakt made is found again', async () => {
    const { trakt, lists, points, user } = world;
    const items = ['movie:2', 'movie:1'];
    let dies = true;
    for (let point = 1; dies; point += 3) {
      const before = trakt.lists.finalState().length;
      const { id } = await lists.keeping.create(user.id, listDraft({ rule: itemsRule(items) }));
      let steps = 0;
      points.onStep(() => {
        steps += 1;
      });
      points.dieAfter(point);
      expect(await runThrough(world, id)).toBe('success');
      dies = steps >= point;
      points.revive();
      world.moveOn(10_000);
      const made = trakt.lists.finalState();
      expect(made).toHaveLength(before + 1);
      expect(made.at(-1)).toMatchObject({ name: 'A list of 2', items: ['movie/2', 'movie/1'] });
      await lists.keeping.takeAway(user.id, id, { keepOnTrakt: false });
      await lists.syncing.deleteOnTrakt({ userId: user.id, listId: id, runId: id }, {});
      world.moveOn(10_000);
    }
  }, 300_000);
});

const addsForeign = (act: Meddling): Meddling =>
  act.does === 'add' ? { does: 'add', film: foreignOf(act.film) } : act;

interface Meddled {
  readonly other: number;
  /** What the person put there and nobody may take away. */
  readonly kept: Set<string>;
}

function meddle(act: Meddling, { other, kept }: Meddled): void {
  const { lists } = world.trakt;
  const [mine] = lists.finalState().filter(({ id }) => id !== other);
  if (mine === undefined) return;
  const items = mine.items;
  if (act.does === 'add') lists.addItem(mine.id, { movie: act.film });
  if (act.does === 'add' && act.film >= firstForeign) kept.add(`movie/${act.film}`);
  if (act.does === 'remove' && items.includes(`movie/${act.film}`))
    lists.removeItem(mine.id, { movie: act.film });
  if (act.does === 'turn') lists.reorder(mine.id, [...mine.itemIds].reverse());
  if (act.does === 'rename') lists.change(mine.id, { name: 'Something else' });
  if (act.does === 'delete') {
    lists.remove(mine.id);
    kept.clear();
  }
}
