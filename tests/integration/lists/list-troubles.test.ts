import { describe, expect, it } from '@jest/globals';
import { itemsRule, listsOf } from '../../support/lists/lists-of.js';
import { aFilm } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const films = Array.from({ length: 60 }, (_, n) => aFilm(n + 1));
const keys = films.map(({ traktId }) => `movie:${traktId}`);
const lists = 'POST /users/{id}/lists';

/** Endpoints as the simulator's faults know them. */
const making = { method: 'POST', path: /\/users\/[^/]+\/lists$/ };
const adding = { method: 'POST', path: /\/items$/ };
const anything = { path: /\/users\/[^/]+\/lists/ };

const world = withPeople({ titles: films, env: { LISTS_READ_LAG_SECONDS: '1' } });

describe('a list in trouble', () => {
  it('is made once although the answer to its making is lost, and Trakt shows it late', async () => {
    const mine = listsOf(world(), await world().someone());
    const { trakt } = world();
    trakt.lists.setLag(700);
    trakt.faults.add({ match: making, times: 1, fault: { kind: 'reset', afterApplying: true } });
    const { id } = await mine.of('movie:1', 'movie:2');
    const run = await mine.sync(id);
    trakt.lists.setLag(0);
    expect(run).toMatchObject({ status: 'success', counts: { added: 2 } });
    expect(trakt.counts()[lists]).toBe(1);
    expect(mine.onTrakt()).toMatchObject([{ items: ['movie/1', 'movie/2'] }]);
  });

  it('is made once more where Trakt never made it', async () => {
    const mine = listsOf(world(), await world().someone());
    world().trakt.faults.add({
      match: making,
      times: 1,
      fault: { kind: 'reset', afterApplying: false },
    });
    const { id } = await mine.of('movie:1');
    expect(await mine.sync(id)).toMatchObject({ status: 'success' });
    expect(mine.onTrakt()).toHaveLength(1);
  });

  it('gains each item once although the answer to an addition is lost, and counts it', async () => {
    const mine = listsOf(world(), await world().someone());
    world().trakt.faults.add({
      match: adding,
      times: 1,
      fault: { kind: 'reset', afterApplying: true },
    });
    const { id } = await mine.of(...keys.slice(0, 5));
    expect(await mine.sync(id)).toMatchObject({ status: 'success', counts: { added: 5 } });
    expect(mine.onTrakt()[0]?.items).toHaveLength(5);
  });

  it('sits out 502 and 429, and tells nobody', async () => {
    const mine = listsOf(world(), await world().someone());
    const { faults } = world().trakt;
    faults.add({ match: anything, times: 2, fault: { kind: 'status', status: 502 } });
    faults.add({
      match: adding,
      times: 1,
      fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
    });
    const { id } = await mine.of('movie:1');
    expect(await mine.sync(id)).toMatchObject({ status: 'success' });
    expect(await mine.told()).toEqual(['list.created']);
  });

  it('is right here while Trakt is away; is told once, and healed by the next run without a word', async () => {
    const mine = listsOf(world(), await world().someone());
    const { faults } = world().trakt;
    const { id } = await mine.of('movie:1', 'movie:2');
    await mine.sync(id);
    faults.add({ match: anything, fault: { kind: 'status', status: 503 } });
    await mine.put(id, { name: 'Now three', rule: itemsRule(keys.slice(0, 3)) });
    for (let times = 0; times < 2; times += 1)
      expect(await mine.sync(id)).toMatchObject({ status: 'upstream-down', counts: null });
    expect(await mine.see(id)).toMatchObject({ standing: 'failing', title: 'Now three', count: 3 });
    expect(await mine.told()).toEqual(['list.created', 'list.sync-failed']);
    faults.clear();
    expect(await mine.sync(id)).toMatchObject({ status: 'success', counts: { added: 1 } });
    expect(await mine.see(id)).toMatchObject({ standing: 'synced', advice: null });
    expect(await mine.told()).toEqual(['list.created', 'list.sync-failed', 'list.synced']);
  });

  it('waits as long as Trakt says, and so do its due times', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { id } = await mine.of('movie:1');
    world().trakt.faults.add({
      match: anything,
      fault: { kind: 'status', status: 429, headers: { 'retry-after': '900' } },
    });
    const run = await mine.sync(id);
    expect(run).toMatchObject({ status: 'rate-limited', retryAt: expect.any(Date) });
    const { syncing } = world().watchflow.lists;
    expect(await syncing.whyNotNow(person.userId)).toBe('rate-limited');
  });

  it('is refused for good where the account may not have more, with advice', async () => {
    const mine = listsOf(world(), await world().someone());
    const { id } = await mine.of('movie:1');
    world().trakt.faults.add({
      match: making,
      fault: { kind: 'status', status: 420, headers: { 'x-account-limit': '2' } },
    });
    const run = await mine.sync(id);
    expect(run).toMatchObject({ status: 'refused' });
    expect(run.advice).toMatch(/make room/);
    expect(world().trakt.counts()[lists]).toBe(1);
    expect(await mine.told()).toEqual(['list.create-failed']);
    world().trakt.faults.clear();
    expect(await mine.sync(id)).toMatchObject({ status: 'success' });
  });

  it('asks for a new connection when the token is dead', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { id } = await mine.of('movie:1');
    world().trakt.revokeToken(person.traktToken);
    expect(await mine.sync(id)).toMatchObject({ status: 'needs-reauth' });
    expect(await mine.told()).toEqual(['connection.needs-reauth']);
    expect(await mine.see(id)).toMatchObject({ standing: 'failing', count: 1 });
  });
});

describe('a list that the person deleted on Trakt', () => {
  it('is left alone, told once, and made anew only when asked for', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { id } = await mine.of('movie:1');
    await mine.sync(id);
    const first = mine.onTrakt()[0]?.id ?? 0;
    world().trakt.lists.remove(first, { username: person.name });
    for (let times = 0; times < 2; times += 1)
      expect(await mine.sync(id, { trigger: 'schedule' })).toMatchObject({ status: 'unlinked' });
    expect(mine.onTrakt()).toEqual([]);
    expect(await mine.told()).toEqual(['list.created', 'list.unlinked']);
    expect(await mine.sync(id, { relink: true })).toMatchObject({ status: 'success' });
    expect(mine.onTrakt()).toMatchObject([{ items: ['movie/1'] }]);
  });

  it('is made anew where that is wanted', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { id } = await mine.create({ rule: itemsRule(['movie:1']), whenGone: 'recreate' });
    await mine.sync(id);
    world().trakt.lists.remove(mine.onTrakt()[0]?.id ?? 0, { username: person.name });
    expect(await mine.sync(id)).toMatchObject({ status: 'success' });
    expect(mine.onTrakt()).toMatchObject([{ items: ['movie/1'] }]);
  });

  it('is theirs once it does not say that it is ours: never written again', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { id } = await mine.of('movie:1');
    await mine.sync(id);
    const whose = { username: person.name };
    const made = mine.onTrakt()[0]?.id ?? 0;
    world().trakt.lists.change(made, { description: 'Mine' }, whose);
    await mine.put(id, { rule: itemsRule(['movie:2']) });
    expect(await mine.sync(id)).toMatchObject({ status: 'unlinked' });
    expect(mine.writes()).toBe(0);
    expect(mine.onTrakt()).toMatchObject([{ description: 'Mine', items: ['movie/1'] }]);
  });
});

describe('a change that takes much away', () => {
  it('is asked about, and made when allowed', async () => {
    const mine = listsOf(world(), await world().someone());
    const { id } = await mine.of(...keys.slice(0, 40));
    await mine.sync(id);
    await mine.put(id, { rule: itemsRule(keys.slice(0, 10)) });
    const asked = await mine.sync(id);
    expect(asked).toMatchObject({ status: 'asks' });
    expect(asked.advice).toMatch(/^30 of the 40 items/);
    expect(mine.onTrakt()[0]?.items).toHaveLength(40);
    expect(await mine.sync(id, { allowsRemovals: true })).toMatchObject({
      status: 'success',
      counts: { removed: 30, unchanged: 10 },
    });
    expect(await mine.told()).toEqual(['list.created', 'list.removals-asked', 'list.synced']);
  });
});

describe('a list that is deleted', () => {
  it('is gone here at once and on Trakt when Trakt can be reached; others stay', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { id } = await mine.of('movie:1');
    const kept = await mine.of('movie:2');
    await mine.sync(id);
    await mine.sync(kept.id);
    // More than one attempt of the activity.
    world().trakt.faults.add({
      match: { path: /\/users\/[^/]+\/lists/ },
      times: 12,
      fault: { kind: 'status', status: 503 },
    });
    expect(await mine.remove(id)).toMatchObject({ standing: 'deleted', count: 0 });
    expect(mine.onTrakt()).toMatchObject([{ items: ['movie/2'] }]);
    expect(await mine.told()).toEqual(['list.created', 'list.created', 'list.deleted']);
  });

  it('leaves a list alone that is not ours any more', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { id } = await mine.of('movie:1');
    await mine.sync(id);
    const made = mine.onTrakt()[0]?.id ?? 0;
    world().trakt.lists.change(made, { description: 'Mine' }, { username: person.name });
    expect(await mine.remove(id)).toMatchObject({
      standing: 'deleted',
      advice: expect.stringMatching(/left alone/),
    });
    expect(mine.onTrakt()).toHaveLength(1);
  });
});

describe('a list that was there before', () => {
  it('is taken over in its order, and stays as it is where only its items are wanted', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { trakt } = world();
    const whose = { username: person.name };
    const old = trakt.lists.create({ name: '旧的 {{清单}}' }, whose);
    for (const movie of [5, 4, 6]) trakt.lists.addItem(old, { movie }, whose);
    const { id } = await mine.takeOver(old, false);
    expect(await mine.sync(id)).toMatchObject({ status: 'success', counts: { added: 3 } });
    expect(mine.onTrakt()).toMatchObject([
      {
        id: old,
        name: '旧的 {{清单}}',
        description: null,
        items: ['movie/5', 'movie/4', 'movie/6'],
      },
      { name: '旧的 { {清单} }', items: ['movie/5', 'movie/4', 'movie/6'] },
    ]);
  });

  it('becomes ours where that is wanted, and says so', async () => {
    const person = await world().someone();
    const mine = listsOf(world(), person);
    const { trakt } = world();
    const whose = { username: person.name };
    const old = trakt.lists.create(
      { name: 'Old', description: 'My words', privacy: 'public' },
      whose,
    );
    trakt.lists.addItem(old, { movie: 5 }, whose);
    const { id } = await mine.takeOver(old, true);
    expect(await mine.sync(id)).toMatchObject({
      status: 'success',
      counts: { added: 0, unchanged: 1 },
    });
    expect(mine.onTrakt()).toMatchObject([
      {
        id: old,
        name: 'Old',
        description: expect.stringMatching(/^My words · wf:[0-9a-z]{8}$/),
        privacy: 'public',
        items: ['movie/5'],
      },
    ]);
  });
});
