import { createIdMap, parseBangumiData } from '../../../src/areas/matching/index.js';
import { aFilm, anAccount, anAnime, aWorld, type TestTitle } from '../scenario-builders.js';

export interface ModelTitle extends TestTitle {
  readonly episodes: number;
  /** What an episode (a film's: 1) is on Bangumi; null: the collection is all there is. */
  readonly rowOf: (number: number) => number | null;
  /** False: nothing suggests that it is on Bangumi. */
  readonly isMatched: boolean;
}

const season = (n: number, episodes: number): ModelTitle => {
  const title = anAnime(n, { episodes });
  return { ...title, episodes, rowOf: title.row, isMatched: true };
};
const film = (n: number, hasRow: boolean): ModelTitle => {
  const title = aFilm(n, { hasRow });
  return {
    ...title,
    episodes: 1,
    rowOf: (number) => (hasRow ? title.row(number) : null),
    isMatched: true,
  };
};
const foreign = anAnime(11, { episodes: 2, hasTmdb: false, genres: [] });

/** Enough of them that a run can read all collections in one go. */
export const titles: readonly ModelTitle[] = [
  ...[5, 3, 4, 2, 2, 1, 1].map((episodes, index) => season(index + 1, episodes)),
  film(8, true),
  film(9, false),
  film(10, false),
  { ...foreign, episodes: 2, rowOf: foreign.row, isMatched: false },
];

export const account = anAccount(1);
const world = aWorld(titles, [account]);
export const { scenario } = world;
export const idMap = createIdMap(
  parseBangumiData(JSON.stringify(world.idMap), 'the model'),
  'map 1',
);
