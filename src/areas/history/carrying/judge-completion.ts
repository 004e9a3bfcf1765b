import { episodeState } from '../../../upstream/bangumi/index.js';
import type { BangumiEpisodeState } from '../../../upstream/bangumi/index.js';
import type { EpisodeRow } from '../../matching/index.js';
import type { WishReason } from './wish.js';

export interface Completion {
  /** How many episodes the wiki says there are; 0 where it says nothing. */
  readonly eps: number;
  /** Main rows as they are stored. */
  readonly rows: readonly EpisodeRow[];
  /** Episodes that plays have proven. */
  readonly proven: readonly number[];
  /** Asked only where plays do not tell of every episode: the person may have marked the others. */
  readonly readStates: () => Promise<readonly BangumiEpisodeState[]>;
}

/** Null when every episode there will be is done (Bangumi API notes, §7.5). */
export async function judgeCompletion({
  eps,
  rows,
  proven,
  readStates,
}: Completion): Promise<WishReason | null> {
  if (eps === 0) return 'length-unknown';
  if (rows.length < eps) return 'still-airing';
  if (rows.every(({ id }) => proven.includes(id))) return null;
  const marked = (await readStates()).flatMap(({ episode, type }) =>
    type === episodeState.done ? [episode.id] : [],
  );
  const watched = new Set([...marked, ...proven]);
  return rows.every(({ id }) => watched.has(id)) ? null : 'not-watched-through';
}
