import { isDeepStrictEqual } from 'node:util';
import type { PlayStanding } from '../../areas/history/index.js';
import type { Expected, FinalState } from '../../simulators/index.js';

/** What differs from the scenario's expected file, in words; empty when nothing does. */
export function compareWithExpected(
  expected: Expected,
  plays: readonly PlayStanding[],
  bangumi: FinalState,
): string[] {
  return [
    ...differingPlays(expected, plays),
    ...differingCollections(expected, bangumi),
    ...differingEpisodes(expected, bangumi),
  ];
}

function differingPlays(expected: Expected, plays: readonly PlayStanding[]): string[] {
  const standing = new Map(plays.map((play) => [play.sourceRef, play]));
  const unexpected = plays
    .filter(({ sourceRef }) => expected.plays[sourceRef] === undefined)
    .map(({ sourceRef, state }) => `Play ${sourceRef} is ${state}, but is not in the scenario.`);
  const differing = Object.entries(expected.plays).flatMap(([id, wanted]) => {
    const found = standing.get(id);
    const is = found === undefined ? 'missing' : wordsOf(found);
    return is === wordsOf(wanted) ? [] : [`Play ${id} should be ${wordsOf(wanted)}, but is ${is}.`];
  });
  return [...unexpected, ...differing];
}

type Standing = Pick<PlayStanding, 'state'> &
  Partial<Pick<PlayStanding, 'reason' | 'subjectId' | 'episodeId'>>;

const wordsOf = ({ state, reason, subjectId, episodeId }: Standing): string =>
  state === 'proven'
    ? `proven as episode ${episodeId ?? 'none'} of subject ${subjectId ?? 'none'}`
    : `${state} (${reason ?? 'no reason'})`;

const differingCollections = (expected: Expected, bangumi: FinalState): string[] =>
  differingKeys(expected.bangumi.collections, bangumi.collections).map(
    (id) =>
      `Bangumi collection ${id} should be ${show(expected.bangumi.collections[id])}, but is ${show(bangumi.collections[id])}.`,
  );

const differingEpisodes = (expected: Expected, bangumi: FinalState): string[] =>
  differingKeys(expected.bangumi.episodes, bangumi.episodes).map(
    (id) =>
      `Bangumi episodes of subject ${id} should be ${show(expected.bangumi.episodes[id])}, but are ${show(bangumi.episodes[id])}.`,
  );

function differingKeys(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => !isDeepStrictEqual(plain(a[key]), plain(b[key])));
}

const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));
const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
