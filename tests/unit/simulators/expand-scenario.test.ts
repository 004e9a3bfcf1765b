import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { renderRow } from '../../../src/simulators/bangumi/render-wiki.js';
import { createWiki } from '../../../src/simulators/bangumi/wiki.js';
import { scenarioSchema, type ScenarioInput } from '../../../src/simulators/scenario.js';
import { createAccounts } from '../../../src/simulators/trakt/accounts.js';
import { createCatalogue } from '../../../src/simulators/trakt/catalogue.js';
import { createPlayIndex, type Play } from '../../../src/simulators/trakt/play-index.js';
import {
  serializeWithWholeNumbers,
  wholeNumber,
} from '../../../src/simulators/trakt/whole-number.js';

const aWorld = (part: Partial<ScenarioInput>) =>
  scenarioSchema.parse({ name: 'unit', trakt: {}, bangumi: {}, ...part });

const oneShow = {
  trakt: 3,
  slug: 'a-show',
  title: 'A Show',
  seasons: [
    {
      number: 1,
      runs: [
        { first: 1, count: 3, first_aired: '2024-01-01T15:30:00.000Z' },
        {
          first: 4,
          count: 2,
          first_aired: '2024-02-01T15:30:00.000Z',
          every_days: 0,
          first_id: 90,
        },
        { first: 6, first_aired: null },
      ],
    },
  ],
};

type Rows = NonNullable<NonNullable<ScenarioInput['bangumi']['subjects']>[number]['rows']>;

const rowsOf = (rows: Rows): object[] => {
  const { bangumi } = aWorld({
    bangumi: { subjects: [{ id: 1, name: 'A', rows }] },
  });
  const subject = createWiki(bangumi).subject(1);
  return subject === undefined ? [] : subject.rows.map((row) => renderRow(row, subject));
};

describe('episodes of a run', () => {
  const catalogue = createCatalogue(aWorld({ trakt: { shows: [oneShow] } }).trakt);

  it('air a week apart, at once, or at an unknown time', () => {
    const aired = catalogue
      .show('a-show')
      ?.seasons[0]?.episodes.map((episode) => episode.firstAired);

    expect(aired).toEqual([
      '2024-01-01T15:30:00.000Z',
      '2024-01-08T15:30:00.000Z',
      '2024-01-15T15:30:00.000Z',
      '2024-02-01T15:30:00.000Z',
      '2024-02-01T15:30:00.000Z',
      null,
    ]);
  });

  it('have made-up ids of their own unless ids are given', () => {
    expect(catalogue.episodeAt({ show: 3, season: 1, number: 2 })?.id).toBe(3_010_002);
    expect(catalogue.episode(91)?.number).toBe(5);
  });
});

describe('plays of a run', () => {
  it('count ids up beyond 2^53 and times on', () => {
    const { trakt } = aWorld({
      trakt: {
        shows: [oneShow],
        users: [
          {
            token: 't',
            username: 'ann',
            plays: [
              {
                id: '9007199254740993',
                show: 3,
                season: 1,
                number: 1,
                count: 2,
                watched_at: '2026-01-01T00:00:00.000Z',
                every_minutes: 25,
              },
            ],
          },
        ],
      },
    });
    const [account] = createAccounts(trakt, createCatalogue(trakt));

    expect(account?.plays.all('all').map((play) => [play.id, play.watchedAt])).toEqual([
      ['9007199254740994', '2026-01-01T00:25:00.000Z'],
      ['9007199254740993', '2026-01-01T00:00:00.000Z'],
    ]);
  });

  it('cannot name what the scenario lacks', () => {
    const plays = [
      { id: 1, show: 3, season: 1, number: 99, watched_at: '2026-01-01T00:00:00.000Z' },
    ];
    const { trakt } = aWorld({
      trakt: { shows: [oneShow], users: [{ token: 't', username: 'ann', plays }] },
    });

    expect(() => createAccounts(trakt, createCatalogue(trakt))).toThrow('The scenario has no');
  });

  it('are kept in the order Trakt lists them however they are added and removed', () => {
    const movie = createCatalogue(
      aWorld({ trakt: { movies: [{ trakt: 1, slug: 'a', title: 'A' }] } }).trakt,
    ).movie('1');
    if (movie === undefined) throw new Error('No movie');
    const play = (id: number, minute: number): Play => ({
      id: String(id),
      watchedAt: new Date(minute * 60_000).toISOString(),
      action: 'watch',
      item: movie,
    });
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 40 }), fc.nat(40), (minutes, split) => {
        const plays = minutes.map((minute, index) => play(index + 1, minute));
        const index = createPlayIndex(plays.slice(0, split));
        for (const added of plays.slice(split)) index.add(added);
        index.remove('3');
        const wanted = plays
          .filter(({ id }) => id !== '3')
          .sort((a, b) =>
            a.watchedAt === b.watchedAt
              ? Number(b.id) - Number(a.id)
              : b.watchedAt.localeCompare(a.watchedAt),
          );
        expect(index.all('movie:1').map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
      }),
    );
  });
});

describe('rows of a subject', () => {
  it('have ep counted from the lowest main number, fractions and prologues included', () => {
    const numbers = rowsOf([
      { first_id: 10, first_sort: 0, airdate: '2024-01-01' },
      { first_id: 11, first_sort: 1, count: 2, airdate: '2024-01-08' },
      { first_id: 13, first_sort: 2.5, airdate: '' },
      { first_id: 14, first_sort: 1, type: 1, airdate: '2024-01-08' },
    ]);

    expect(numbers).toMatchObject([
      { id: 10, sort: 0, ep: 1 },
      { id: 11, sort: 1, ep: 2, airdate: '2024-01-08' },
      { id: 12, sort: 2, ep: 3, airdate: '2024-01-15' },
      { id: 13, sort: 2.5, ep: 3.5, airdate: '' },
      { id: 14, type: 1, ep: 0 },
    ]);
  });

  it('keep a free-text date as the wiki has it', () => {
    const rows = rowsOf([{ first_id: 10, first_sort: 1, count: 2, airdate: '2013年09月25日' }]);

    expect(rows).toMatchObject([{ airdate: '2013年09月25日' }, { airdate: '2013年09月25日' }]);
  });
});

describe('64-bit numbers', () => {
  it('stand bare in JSON, exact at any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), (id) => {
        expect(serializeWithWholeNumbers({ id: wholeNumber(String(id)) })).toBe(`{"id":${id}}`);
      }),
    );
  });
});
