import { createIdMap, parseBangumiData } from '../../../src/areas/matching/index.js';
import { aFilm, anAccount, anAnime, aWorld, type TestTitle } from '../scenario-builders.js';

export interface ModelTitle extends TestTitle {
  readonly episodes: number;
  /** Episodes that have a row on Bangumi from the beginning; editors may add the others later. */
  readonly listed: number;
  /** What an episode (a film's: 1) is on Bangumi; null: the collection is all there is. */
  readonly rowOf: (number: number) => number | null;
  /** False: nothing suggests that it is on Bangumi. */
  readonly isMatched: boolean;
  /** What editors may do with its subject: merge it into this one, or delete it. */
  readonly target: TestTitle | null;
  readonly isDeletable: boolean;
}

const usual = { isMatched: true, target: null, isDeletable: false } as const;

const season = (n: number, episodes: number): ModelTitle => {
  const title = anAnime(n, { episodes });
  return { ...title, ...usual, episodes, listed: episodes, rowOf: title.row };
};
const film = (n: number, hasRow: boolean): ModelTitle => {
  const title = aFilm(n, { hasRow });
  const rowOf = (number: number) => (hasRow ? title.row(number) : null);
  return { ...title, ...usual, episodes: 1, listed: 1, rowOf };
};

/** Of its four episodes two have rows. */
function growing(n: number): ModelTitle {
  const { subject, ...title } = season(n, 4);
  const rows = subject?.rows?.map((run) => ({ ...run, count: 2 })) ?? [];
  return {
    ...title,
    listed: 2,
    ...(subject === undefined ? {} : { subject: { ...subject, rows } }),
  };
}

/** On Bangumi alone, so that nothing but a merge leads there. */
function onBangumiAlone({ kind, traktId, subjectId, row, subject }: TestTitle): TestTitle {
  const title = { kind, traktId, subjectId, row };
  return subject === undefined ? title : { ...title, subject };
}

const foreign = anAnime(11, { episodes: 2, hasTmdb: false, genres: [] });

/** Enough of them that a run can read all collections in one go. */
export const titles: readonly ModelTitle[] = [
  season(1, 5),
  { ...season(2, 3), target: onBangumiAlone(anAnime(102, { episodes: 3 })) },
  growing(3),
  { ...season(4, 2), isDeletable: true },
  season(5, 2),
  season(6, 1),
  season(7, 1),
  film(8, true),
  film(9, false),
  { ...film(10, false), target: onBangumiAlone(aFilm(110, { hasRow: false })) },
  { ...foreign, ...usual, isMatched: false, episodes: 2, listed: 2, rowOf: foreign.row },
];

/** The title of a story's number. */
export function titleAt(index: number): ModelTitle {
  const title = titles[index];
  if (title === undefined) throw new Error(`no title ${index}`);
  return title;
}

export const account = anAccount(1);
const targets = titles.flatMap(({ target }) => target ?? []);
const world = aWorld([...titles, ...targets], [account]);
export const { scenario } = world;
export const idMap = createIdMap(
  parseBangumiData(JSON.stringify(world.idMap), 'the model'),
  'map 1',
);
