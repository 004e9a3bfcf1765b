import type { Kinds } from './change.js';
import { libraryOf } from './library-memory.js';
import { kindsSince, type Memory } from './memory.js';
import { titles } from './titles.js';

/** A collection as the process was shown it. */
export interface ShownCollection {
  readonly type: number;
  readonly rate: number;
}

/** What is about to be written; what is left out stays. */
export interface CollectionWrite {
  readonly subjectId: number;
  readonly type?: number | undefined;
  readonly rate?: number | undefined;
  readonly private?: boolean | undefined;
}

export interface Judging {
  readonly memory: Memory;
  /** Since when the run is under way. */
  readonly since: number;
  readonly isTakingBack: boolean;
}

const wish = 1;
const done = 2;
const doing = 3;

/** Of what a collection can be raised to. */
export const rankOf = (type: number | null): number => [null, wish, doing, done].indexOf(type);

/** What is wrong with writing this to what was shown so (null: not collected), in words. */
export function judgeCollectionWrite(
  shown: ShownCollection | null,
  written: CollectionWrite,
  judging: Judging,
): readonly string[] {
  const kinds = kindsSince(judging.memory, judging.since);
  const judged = judging.isTakingBack
    ? judgeTypeBack(shown, written)
    : shown === null
      ? judgePrivacy(written, kinds)
      : judgeRaise(shown, written, kinds);
  return [...judged, ...judgeRate(shown, written, judging)];
}

function judgeTypeBack(shown: ShownCollection | null, { subjectId, type }: CollectionWrite) {
  return shown === null || shown.type === type
    ? [`subject ${subjectId} was taken back to ${type}, shown as ${shown?.type ?? null}`]
    : [];
}

const judgePrivacy = (
  { subjectId, private: hidden = false }: CollectionWrite,
  kinds: readonly Kinds[],
): readonly string[] =>
  kinds.some(({ privateCollections }) => privateCollections === hidden)
    ? []
    : [`subject ${subjectId} was made ${hidden ? 'private' : 'public'}`];

function judgeRaise(
  shown: ShownCollection,
  { subjectId, type, private: hidden }: CollectionWrite,
  kinds: readonly Kinds[],
): readonly string[] {
  const touched = hidden === undefined ? [] : [`the privacy of subject ${subjectId} was touched`];
  if (type === undefined) return touched;
  const isHeld = rankOf(shown.type) < 0;
  const isRaised = isHeld
    ? type !== wish && kinds.some(({ statesOverOwn }) => statesOverOwn)
    : rankOf(type) > rankOf(shown.type);
  return isRaised
    ? touched
    : [...touched, `subject ${subjectId} was made ${type} though it was shown as ${shown.type}`];
}

function judgeRate(
  shown: ShownCollection | null,
  { subjectId, type, rate }: CollectionWrite,
  { memory, isTakingBack }: Judging,
): readonly string[] {
  if (rate === undefined) return [];
  const before = shown?.rate ?? 0;
  if (before === rate) return [`subject ${subjectId} was rated ${rate} though it was shown so`];
  if (rate > 0 && (type ?? shown?.type) === wish)
    return [`subject ${subjectId} was rated ${rate} though it is a wish`];
  return ratesOf(memory, subjectId, isTakingBack).includes(rate)
    ? []
    : [`subject ${subjectId} was rated ${rate}, which nobody said`];
}

const ratesOf = (memory: Memory, subjectId: number, isTakingBack: boolean): readonly number[] => [
  ...(isTakingBack ? [0, ...ownRates(memory, subjectId)] : []),
  ...ratesSaid(memory, subjectId),
];

/** Whatever was rated so on Trakt that is this subject, or became it. */
export const ratesSaid = (memory: Memory, subjectId: number): readonly number[] =>
  titles
    .filter((title) => title.subjectId === subjectId || title.target?.subjectId === subjectId)
    .flatMap((title) => [...libraryOf(memory, title).everRated]);

export const ownRates = ({ earlier }: Memory, subjectId: number): readonly number[] =>
  (earlier.get(subjectId) ?? []).map(({ rate }) => rate);
