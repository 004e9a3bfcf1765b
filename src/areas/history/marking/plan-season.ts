import { episodeState } from '../../../upstream/bangumi/index.js';
import type { BangumiEpisodeState } from '../../../upstream/bangumi/index.js';

/** What a read of a subject's episode states says about the episodes we want marked done. */
export interface SeasonPlan {
  /** Already done: a read-back. */
  readonly proven: readonly number[];
  /** To be marked. */
  readonly missing: readonly number[];
  /** The person marked them dropped: theirs to decide, left alone. */
  readonly keptByUser: readonly number[];
  /** No longer rows of this subject. */
  readonly gone: readonly number[];
}

/** Sorts wanted episodes by their state. Order of `wanted` is kept. */
export function planSeason(
  wanted: readonly number[],
  states: readonly BangumiEpisodeState[],
): SeasonPlan {
  const typeOf = new Map(states.map(({ episode, type }) => [episode.id, type]));
  const having = (isSo: (type: number | undefined) => boolean): number[] =>
    wanted.filter((episodeId) => isSo(typeOf.get(episodeId)));
  return {
    proven: having((type) => type === episodeState.done),
    missing: having(
      (type) => type !== undefined && type !== episodeState.done && type !== episodeState.dropped,
    ),
    keptByUser: having((type) => type === episodeState.dropped),
    gone: having((type) => type === undefined),
  };
}
