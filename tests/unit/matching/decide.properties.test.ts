import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createIdMap } from '../../../src/areas/matching/index.js';
import type { EpisodeItem, EpisodeRow } from '../../../src/areas/matching/index.js';
import {
  addDays,
  aMapItem,
  anEpisode,
  eveningInJapan,
  rowsOf,
} from '../../support/matching/builders.js';
import { decide } from '../../support/matching/decide.js';

interface Cour {
  readonly count: number;
  readonly pause: number;
  readonly continues: boolean;
  readonly isKeyed: boolean;
  readonly oddRow: 'none' | 'prologue' | 'recap';
}

const cour: fc.Arbitrary<Cour> = fc.record({
  count: fc.integer({ min: 1, max: 26 }),
  pause: fc.integer({ min: 4, max: 60 }),
  continues: fc.boolean(),
  isKeyed: fc.boolean(),
  oddRow: fc.constantFrom('none', 'none', 'prologue', 'recap'),
});

interface Made {
  readonly mapItems: ReturnType<typeof aMapItem>[];
  readonly tables: Map<number, EpisodeRow[]>;
  /** Every main episode with what it truly is. */
  readonly episodes: {
    readonly item: EpisodeItem;
    readonly subjectId: number;
    readonly episodeId: number;
  }[];
}

/** A TMDB season made of cours, weekly; odd rows are not counted by TMDB. */
function makeSeason(cours: readonly Cour[]): Made {
  const made: Made = { mapItems: [], tables: new Map(), episodes: [] };
  let date = '2018-01-06';
  let before = 0;
  for (const [index, { count, pause, continues, isKeyed, oddRow }] of cours.entries()) {
    const id = index + 1;
    const begin = date;
    const base = continues ? before : 0;
    const rows: { id: number; sort: number; airdate: string }[] = [];
    const add = (sort: number) => {
      rows.push({ id: id * 10_000 + rows.length, sort, airdate: date });
      date = addDays(date, 7);
    };
    if (oddRow === 'prologue') add(base === 0 ? 0 : base + 0.5);
    for (let k = 1; k <= count; k += 1) {
      made.episodes.push({
        item: anEpisode({ number: before + k, firstAired: eveningInJapan(date) }),
        subjectId: id,
        episodeId: id * 10_000 + rows.length,
      });
      add(base + k);
      if (oddRow === 'recap' && k === Math.ceil(count / 2)) add(base + k + 0.5);
    }
    const key = isKeyed && before > 0 ? `tv/100/season/1/episode/${before + 1}` : 'tv/100';
    made.mapItems.push(aMapItem({ id, key, begin, end: addDays(date, -7) }));
    made.tables.set(id, rowsOf(rows));
    before += count;
    date = addDays(date, pause * 7);
  }
  return made;
}

const season = fc.array(cour, { minLength: 1, maxLength: 4 }).map(makeSeason);
const seasonAndEpisode = season.chain((made) =>
  fc.record({ made: fc.constant(made), episode: fc.constantFrom(...made.episodes) }),
);

const isTrue = (decision: ReturnType<typeof decide>, truth: Made['episodes'][number]) =>
  decision.kind !== 'matched' ||
  (decision.subjectId === truth.subjectId && decision.episodeId === truth.episodeId);

describe('decide', () => {
  it('is right or waits, whatever the cours, and mostly right with a date', () => {
    let right = 0;
    let total = 0;
    fc.assert(
      fc.property(seasonAndEpisode, ({ made, episode }) => {
        const decision = decide(episode.item, createIdMap(made.mapItems, 'v'), made.tables);
        total += 1;
        right += decision.kind === 'matched' ? 1 : 0;
        return isTrue(decision, episode);
      }),
      { numRuns: 1000 },
    );
    expect(right / total).toBeGreaterThan(0.93);
  });

  it('decides the same when tables, rows and items of the map are shuffled', () => {
    const shuffled = <T>(items: readonly T[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length });
    const given = seasonAndEpisode.chain(({ made, episode }) =>
      fc.record({
        made: fc.constant(made),
        episode: fc.constant(episode),
        mapItems: shuffled(made.mapItems),
        tables: shuffled([...made.tables.keys()]),
        reverse: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(given, ({ made, episode, mapItems, tables, reverse }) => {
        const other = new Map(
          tables.map((id) => [
            id,
            reverse ? (made.tables.get(id) ?? []).toReversed() : (made.tables.get(id) ?? []),
          ]),
        );
        expect(decide(episode.item, createIdMap(mapItems, 'v'), other)).toEqual(
          decide(episode.item, createIdMap(made.mapItems, 'v'), made.tables),
        );
      }),
    );
  });

  it('never names an episode that is not in the table of its subject', () => {
    const anyItem = fc.record({
      season: fc.integer({ min: 0, max: 3 }),
      number: fc.integer({ min: 0, max: 120 }),
      days: fc.integer({ min: -50, max: 2000 }),
    });
    fc.assert(
      fc.property(season, anyItem, (made, { season: at, number, days }) => {
        const item = anEpisode({
          season: at,
          number,
          firstAired: eveningInJapan(addDays('2018-01-06', days)),
        });
        const decision = decide(item, createIdMap(made.mapItems, 'v'), made.tables);
        if (decision.kind !== 'matched') return true;
        return (
          made.tables.get(decision.subjectId)?.some(({ id }) => id === decision.episodeId) === true
        );
      }),
    );
  });

  it('waits when every date of Trakt is 40 days off', () => {
    fc.assert(
      fc.property(seasonAndEpisode, fc.constantFrom(-40, 40), ({ made, episode }, days) => {
        const firstAired =
          episode.item.firstAired === null
            ? null
            : eveningInJapan(addDays(episode.item.firstAired.slice(0, 10), days));
        return (
          decide({ ...episode.item, firstAired }, createIdMap(made.mapItems, 'v'), made.tables)
            .kind === 'parked'
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is right or waits when a date, the dates of the wiki or a table is missing', () => {
    const loss = fc.constantFrom('item-date', 'row-dates', 'table', 'begin', 'row');
    fc.assert(
      fc.property(seasonAndEpisode, loss, fc.nat(3), ({ made, episode }, lost, which) => {
        const item = lost === 'item-date' ? { ...episode.item, firstAired: null } : episode.item;
        const dropped = [...made.tables.keys()][which];
        const tables = new Map(
          [...made.tables]
            .filter(([id]) => lost !== 'table' || id !== dropped)
            .map(([id, rows]) => [
              id,
              lost === 'row-dates'
                ? rows.map((row) => ({ ...row, airdate: null }))
                : rows.filter((row) => lost !== 'row' || row.id !== episode.episodeId),
            ]),
        );
        const mapItems = made.mapItems.map((each) =>
          lost === 'begin' ? { ...each, begin: '', end: '' } : each,
        );
        return isTrue(decide(item, createIdMap(mapItems, 'v'), tables), episode);
      }),
      { numRuns: 2000 },
    );
  });
});
