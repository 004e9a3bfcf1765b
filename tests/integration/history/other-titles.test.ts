import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import { planFor } from '../../support/dry-runs.js';
import { anAnime, type AnAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

/** Bangumi calls it 別の作品, Trakt `Anime`: neither the id map nor the search can tell. */
const unknown = (n: number, options: AnAnime) => anAnime(n, { hasTmdb: false, ...options });
const romaji = (n: number) =>
  unknown(n, {
    aliases: [{ title: `Betsu no Sakuhin ${n}`, country: 'jp' }],
    names: [`Betsu no Sakuhin ${n}`],
  });
const japanese = (n: number) =>
  unknown(n, { aliases: [{ title: `別の作品 ${n}`, country: 'jp' }] });

const byRomaji = romaji(1);
const byTraditional = unknown(2, {
  aliases: [
    { title: 'Eine andere Serie', country: 'de' },
    { title: '別的作品 2', country: 'tw' },
  ],
  names: ['别的作品 2'],
});
const byTranslation = unknown(3, {
  aliases: [{ title: 'Otra obra', country: 'es' }],
  translations: [
    { title: null, language: 'de' },
    { title: '別の作品 3', language: 'ja', country: 'jp' },
  ],
});
const nameless = unknown(4, {});
const western = unknown(5, { genres: [] });
const mapped = anAnime(6);
const planned = japanese(7);
const afterTrouble = Array.from({ length: 5 }, (_, index) => japanese(10 + index));
const pair = [japanese(20), japanese(21)] as const;
const withdrawn = japanese(30);
const refused = japanese(31);

const aliases = { method: 'GET', path: '/shows/{id}/aliases' };

describe('other titles that Trakt has', () => {
  const world = withPeople({
    titles: [
      ...[byRomaji, byTraditional, byTranslation, nameless, western, mapped, planned],
      ...afterTrouble,
      ...pair,
      withdrawn,
      refused,
    ],
    env: { UPSTREAM_TIMEOUT_MS: '1000' },
  });
  const askedOfTrakt = () => {
    const {
      'GET /shows/{id}/aliases': aliasesRead = 0,
      'GET /shows/{id}/translations': translationsRead = 0,
    } = world().trakt.counts();
    return [aliasesRead, translationsRead];
  };
  const statesOf = async (person: Person) =>
    Object.values(await person.plays()).map(({ state, reason }) => [state, reason]);
  const someoneWatching = async (title: typeof byRomaji, count = 1) => {
    const ann = await world().someone();
    ann.watch(title, { count });
    return ann;
  };

  it.each([
    ['romaji', byRomaji, [1, 1]],
    ['traditional Chinese', byTraditional, [1, 0]],
    ['a translation, as no alias is Japanese or Chinese', byTranslation, [1, 1]],
  ])('prove plays that no title and no id leads to: %s', async (_what, title, asked) => {
    const ann = await someoneWatching(title, 3);
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { complete: true, plays: { stored: 3, proven: 3 } },
    });
    expect(Object.keys(ann.onBangumi().episodes[title.subjectId] ?? {})).toHaveLength(3);
    expect(askedOfTrakt()).toEqual(asked);
  });

  it('are told as the reason of the match', async () => {
    const ann = await someoneWatching(byTraditional, 4);
    await ann.sync();
    const { watchflow } = world();
    const match = await watchflow.db.match.findFirstOrThrow({
      where: { subjectId: byTraditional.subjectId },
    });
    expect(match.evidence).toContainEqual({
      signal: 'title',
      detail: `“別的作品 2”, as Trakt calls it too, is the title of subject ${byTraditional.subjectId} “别的作品 2”`,
    });
  });

  it('are asked for once, for everybody, and not again where they lead nowhere', async () => {
    const ann = await someoneWatching(nameless);
    await ann.sync();
    expect(askedOfTrakt()).toEqual([1, 1]);
    ann.watch(nameless, { from: 2, at: '2026-11-02T12:00:00.000Z' });
    await ann.sync();
    expect(await statesOf(ann)).toEqual([
      ['parked', 'unmatched'],
      ['parked', 'unmatched'],
    ]);
    expect(askedOfTrakt()).toEqual([0, 0]);
    const bob = await someoneWatching(nameless);
    await bob.sync();
    expect(askedOfTrakt()).toEqual([0, 0]);
    const stored = await world().watchflow.db.bangumiAnswer.findMany({
      where: { key: `titles:show:${nameless.traktId}` },
    });
    expect(stored.map(({ answer }) => answer)).toEqual([
      { kind: 'titles', work: { media: 'show', traktId: nameless.traktId }, titles: [] },
    ]);
  });

  it('cost nothing for a show that nothing says is on Bangumi, nor where the id map knows it', async () => {
    const ann = await someoneWatching(western);
    ann.watch(mapped);
    await ann.sync();
    expect(await statesOf(ann)).toEqual(
      expect.arrayContaining([
        ['proven', null],
        ['excluded', 'out-of-scope'],
      ]),
    );
    expect(askedOfTrakt()).toEqual([0, 0]);
  });

  it.each<[string, string, Fault]>([
    ['503', 'upstream-down', { kind: 'status', status: 503 }],
    ['a page instead of an answer', 'upstream-down', { kind: 'html-200' }],
    ['half an answer', 'upstream-down', { kind: 'torn-json' }],
    ['no answer', 'upstream-down', { kind: 'time-out', afterApplying: false }],
    [
      '429 for an hour',
      'rate-limited',
      { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
    ],
  ])('are waited for while Trakt gives %s: the run ends as %s', async (_what, status, fault) => {
    const title = afterTrouble.shift() ?? byRomaji;
    const ann = await someoneWatching(title);
    const trouble = world().trakt.faults.add({ match: aliases, fault });
    expect(await ann.sync()).toMatchObject({ status });
    expect(await statesOf(ann)).toEqual([['seen', null]]);
    expect(await world().watchflow.db.match.count({ where: { showId: title.traktId } })).toBe(0);
    trouble.remove();
    // An hour is kept to.
    if (status === 'rate-limited') return;
    await ann.sync();
    expect(await statesOf(ann)).toEqual([['proven', null]]);
  });

  it('are kept as they arrive, so that only the rest is asked for after trouble', async () => {
    const ann = await someoneWatching(pair[0]);
    ann.watch(pair[1]);
    const path = new RegExp(`^/shows/${pair[1].traktId}/aliases`);
    const trouble = world().trakt.faults.add({
      match: { path },
      fault: { kind: 'status', status: 500 },
    });
    await ann.sync();
    trouble.remove();
    expect((await ann.sync()).certificate?.plays).toMatchObject({ proven: 2 });
    expect(askedOfTrakt()).toEqual([1, 0]);
  });

  it('are none where Trakt has no such show any more', async () => {
    const ann = await someoneWatching(withdrawn);
    world().trakt.faults.add({ match: aliases, fault: { kind: 'status', status: 404 } });
    await ann.sync();
    expect(await statesOf(ann)).toEqual([['parked', 'unmatched']]);
    expect(askedOfTrakt()).toEqual([1, 0]);
  });

  it('ask for a new connection when Trakt does not take the token', async () => {
    const ann = await someoneWatching(refused);
    world().trakt.faults.add({ match: aliases, fault: { kind: 'status', status: 401 } });
    expect(await ann.sync()).toMatchObject({ status: 'needs-reauth' });
    expect(await world().watchflow.db.match.count({ where: { showId: refused.traktId } })).toBe(0);
  });

  it('are asked for by a dry run too, and then not by the sync', async () => {
    const ann = await someoneWatching(planned);
    world().trakt.resetCounts();
    const { report } = await planFor(world(), ann);
    expect(report).toMatchObject({ plays: { mark: 1 } });
    expect(askedOfTrakt()).toEqual([1, 0]);
    expect((await ann.sync()).certificate?.plays).toMatchObject({ proven: 1 });
    expect(askedOfTrakt()).toEqual([0, 0]);
  });
});
