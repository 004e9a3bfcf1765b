import { describe, expect, it } from '@jest/globals';
import { TornReadError } from '../../../src/areas/history/index.js';
import { deleteEverywhere } from '../../../src/platform/database/index.js';
import { UpstreamError } from '../../../src/upstream/http/index.js';
import { userId, withFacts } from '../../support/list-facts-world.js';

const page = 'GET /v0/users/{username}/collections';

/** Larger than two pages of a hundred. */
const ids = Array.from({ length: 230 }, (_, index) => 1001 + index);

describe("a person's collection", () => {
  const world = withFacts({
    subjects: [
      ...ids.map((id) => ({ id, name: `アニメ ${id}`, name_cn: `动画 ${id}`, date: '2020-01-08' })),
      { id: 7, type: 1 as const, name: '漫画' },
    ],
    collections: [
      ...ids.map((subject, at) => ({ subject, type: ([1, 2, 3, 4, 5] as const)[at % 5] ?? 1 })),
      { subject: 7, type: 3 },
    ],
  });

  const read = (options: { readonly freshMs?: number; readonly maxPages?: number } = {}) =>
    world().facts.readCollection({ userId, freshMs: 0, maxPages: 99, ...options }, {});
  const collected = async () => {
    const { titles } = await world().facts.knownTitles(userId);
    return titles.map(({ subjects: [id] }) => id ?? 0).sort((one, other) => one - other);
  };
  const pages = () => world().bangumi.counts()[page] ?? 0;

  it('counts for nothing while it is half read, and goes on where it was', async () => {
    world().bangumi.resetCounts();
    expect(await read({ maxPages: 1 })).toEqual({ complete: false });
    expect(await collected()).toEqual([]);
    expect((await world().facts.freshness(userId)).collectionReadAt).toBeNull();
    expect(await read({ maxPages: 1 })).toEqual({ complete: false });
    expect(await read({ maxPages: 1 })).toEqual({ complete: true });
    expect(await collected()).toEqual(ids);
    expect(pages()).toBe(3);
    expect(await world().facts.freshness(userId)).toMatchObject({
      collectionReadAt: expect.any(Date),
      waiting: 230,
    });
  });

  it('has all five states, and no books', async () => {
    await read();
    const { titles } = await world().facts.knownTitles(userId);
    const stateOf = (id: number) => titles.find(({ subjects }) => subjects.includes(id))?.state;
    expect([1001, 1002, 1003, 1004, 1005].map(stateOf)).toEqual([
      'wish',
      'done',
      'doing',
      'on-hold',
      'dropped',
    ]);
    expect(titles).toHaveLength(230);
  });

  it('is not read again while it is fresh', async () => {
    await read();
    world().bangumi.resetCounts();
    expect(await read({ freshMs: 3_600_000 })).toEqual({ complete: true });
    expect(pages()).toBe(0);
    world().clock.moveOn(2);
    expect(await read({ freshMs: 3_600_000 })).toEqual({ complete: true });
    expect(pages()).toBe(3);
  });

  it('goes on after a page was lost', async () => {
    await read();
    world().bangumi.setCollection(1001, { type: 2 });
    world().bangumi.faults.add({
      match: { path: page.slice(4) },
      after: 1,
      times: 1,
      fault: { kind: 'reset' },
    });
    await expect(read()).rejects.toThrow(UpstreamError);
    world().bangumi.resetCounts();
    expect(await read()).toEqual({ complete: true });
    expect(pages()).toBe(2);
    const { titles } = await world().facts.knownTitles(userId);
    expect(titles.find(({ subjects }) => subjects.includes(1001))?.state).toBe('done');
    world().bangumi.setCollection(1001, { type: 1 });
  });

  it('is read anew where a read was left lying', async () => {
    expect(await read({ maxPages: 2 })).toEqual({ complete: false });
    world().clock.moveOn(2);
    world().bangumi.resetCounts();
    expect(await read()).toEqual({ complete: true });
    expect(pages()).toBe(3);
    expect(await collected()).toEqual(ids);
  });

  it('that moved while it was read is read once more', async () => {
    await read();
    expect(await read({ maxPages: 1 })).toEqual({ complete: false });
    // The last of all comes to the front: it would be missed, and another be seen twice.
    world().bangumi.setCollection(1230, { rate: 9 });
    world().bangumi.resetCounts();
    expect(await read()).toEqual({ complete: true });
    expect(await collected()).toEqual(ids);
    expect(pages()).toBe(2 + 3);
  });

  it('that became shorter than what was read of it is read once more', async () => {
    expect(await read({ maxPages: 2 })).toEqual({ complete: false });
    const gone = ids.slice(20);
    for (const id of gone) world().bangumi.setCollection(id, null);
    expect(await read()).toEqual({ complete: true });
    expect(await collected()).toEqual(ids.slice(0, 20));
    for (const id of gone) world().bangumi.setCollection(id, { type: 3 });
    await read();
    expect(await collected()).toEqual(ids);
  });

  it('that never adds up is given up, and what was known stays', async () => {
    await read();
    const never = world().bangumi.faults.add({
      match: { path: page.slice(4) },
      fault: { kind: 'status', status: 200, body: { total: 3, data: [] } },
    });
    await expect(read()).rejects.toThrow(TornReadError);
    expect(never.fired()).toBe(3);
    expect(await collected()).toEqual(ids);
    world().bangumi.faults.clear();
    expect(await read()).toEqual({ complete: true });
  });

  it('keeps when a subject first came into it, however often it changes', async () => {
    const first = (await world().titleOf(1005))?.addedAt;
    world().bangumi.setCollection(1005, { type: 2 });
    const later = await world().titleOf(1005);
    expect(later).toMatchObject({ state: 'done', addedAt: first });
  });

  it('is forgotten with the account it is of', async () => {
    await read();
    await deleteEverywhere(world().db, { column: 'user_id', value: userId });
    expect(await world().facts.knownTitles(userId)).toEqual({
      titles: [],
      notPlaced: [],
      collectionReadAt: null,
      waiting: 0,
    });
  });
});
