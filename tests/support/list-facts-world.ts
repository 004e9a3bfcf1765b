import { afterAll, afterEach, beforeAll } from '@jest/globals';
import {
  createListFacts,
  type Known,
  type KnownTitle,
  type ListFactsSource,
} from '../../src/areas/lists/index.js';
import { createIdMap, parseBangumiData } from '../../src/areas/matching/index.js';
import type { Database } from '../../src/platform/database/index.js';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type ScenarioInput,
  type TraktSimulator,
} from '../../src/simulators/index.js';
import { movableClock } from './movable-clock.js';
import { bangumiAt, planted, traktAt } from './upstream-clients.js';
import { withDatabase } from './with-database.js';

type Show = NonNullable<ScenarioInput['trakt']['shows']>[number];
type Movie = NonNullable<ScenarioInput['trakt']['movies']>[number];
type Subject = NonNullable<ScenarioInput['bangumi']['subjects']>[number];
type Collected = NonNullable<
  NonNullable<ScenarioInput['bangumi']['users']>[number]['collections']
>[number];

export interface FactsScenario {
  readonly shows?: readonly Show[];
  readonly movies?: readonly Movie[];
  readonly subjects: readonly Subject[];
  readonly collections?: readonly Collected[];
  /** Of bangumi-data: subject → TMDB key, `tv/5/season/2` or `movie/7`. */
  readonly idMap?: Readonly<Record<number, string>>;
}

export interface FactsWorld {
  readonly db: Database;
  readonly facts: ListFactsSource;
  readonly trakt: TraktSimulator;
  readonly bangumi: BangumiSimulator;
  readonly clock: ReturnType<typeof movableClock>;
  /** Collection and places brought up to date, then everything known. */
  known(options?: { readonly seasons?: boolean }): Promise<Known>;
  /** Of these the one that stands for a subject; undefined where there is none. */
  titleOf(subjectId: number): Promise<KnownTitle | undefined>;
}

/** Whose facts they are. */
export const userId = 'u_facts';

/** Lists' facts over a database, clients and simulators of the file's own; a person with one account on either side. */
export function withFacts(scenario: FactsScenario): () => FactsWorld {
  const database = withDatabase();
  let made: (FactsWorld & { end(): Promise<void> }) | undefined;

  beforeAll(async () => {
    const world = worldOf(scenario);
    const trakt = await startTraktSimulator({ scenario: world, limits: 'off' });
    const bangumi = await startBangumiSimulator({ scenario: world, limits: 'off' });
    const clients = { trakt: traktAt(trakt.url), bangumi: bangumiAt(bangumi.url) };
    const clock = movableClock();
    const idMap = idMapOf(scenario);
    const facts = createListFacts({
      db: database.db,
      ...clients,
      clock,
      idMaps: { current: () => idMap },
      // Of a library a test here plants the rows itself.
      history: { readLibrary: () => Promise.resolve({ walked: true }) },
      connections: { accessOf: () => Promise.resolve({ ...access, accountName: 'sean' }) },
    });
    const known: FactsWorld['known'] = async ({ seasons = true } = {}) => {
      await facts.readCollection({ userId, freshMs: 0, maxPages: 99 }, {});
      await facts.placeSubjects({ userId, limit: 999, seasons }, {});
      return facts.knownTitles(userId);
    };
    made = {
      db: database.db,
      facts,
      trakt,
      bangumi,
      clock,
      known,
      titleOf: async (subjectId) =>
        (await known()).titles.find(({ subjects }) => subjects.includes(subjectId)),
      async end() {
        clients.trakt.destroy();
        clients.bangumi.destroy();
        await Promise.all([trakt.stop(), bangumi.stop()]);
      },
    };
  }, 60_000);

  afterEach(() => {
    made?.trakt.faults.clear();
    made?.bangumi.faults.clear();
  });

  afterAll(async () => {
    await made?.end();
  });

  return () => {
    if (made === undefined) throw new Error('The facts can be used once tests run.');
    return made;
  };
}

const access = { accessToken: planted.token, limitKey: 'user-1' };

const worldOf = ({
  shows = [],
  movies = [],
  subjects,
  collections = [],
}: FactsScenario): ScenarioInput => ({
  name: 'facts',
  trakt: {
    client_ids: [planted.clientId],
    shows: [...shows],
    movies: [...movies],
    users: [{ token: planted.token, username: 'sean' }],
  },
  bangumi: {
    subjects: [...subjects],
    users: [{ token: planted.token, id: 1, username: 'sean', collections: [...collections] }],
  },
});

/** What the map says of a subject's names and dates is what Bangumi says. */
function idMapOf({ idMap = {}, subjects }: FactsScenario) {
  const items = Object.entries(idMap).map(([subjectId, tmdb]) => {
    const subject = subjects.find(({ id }) => id === Number(subjectId));
    return {
      title: subject?.name ?? '',
      begin:
        subject?.date === null || subject?.date === undefined
          ? ''
          : `${subject.date}T00:00:00.000Z`,
      sites: [
        { site: 'tmdb', id: tmdb },
        { site: 'bangumi', id: subjectId },
      ],
    };
  });
  const text = JSON.stringify({ items: [...items, placeholder] });
  return createIdMap(parseBangumiData(text, 'the test'), 'of the test');
}

/** A file without any place is refused. */
const placeholder = {
  title: 'placeholder',
  sites: [
    { site: 'tmdb', id: 'tv/999999' },
    { site: 'bangumi', id: '999999' },
  ],
};
