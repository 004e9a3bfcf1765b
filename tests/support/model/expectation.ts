import type { BangumiSimulator } from '../../../src/simulators/index.js';
import type { Person, Watched } from './person.js';
import type { Given } from './story.js';
import { titles, type ModelTitle } from './titles.js';

type FinalState = ReturnType<BangumiSimulator['finalState']>;

/** What a title is on Bangumi: its collection's type, and its marks by episode id. */
export interface OnBangumi {
  readonly collection: number | null;
  readonly marks: Readonly<Record<string, number>>;
}

const done = 2;
const doing = 3;
const dropped = 3;

export const isOn = (
  { collections, episodes }: FinalState,
  { subjectId }: ModelTitle,
): OnBangumi => ({
  collection: collections[subjectId]?.type ?? null,
  marks: episodes[subjectId] ?? {},
});

/** What stood there before the first run. */
export function givenFor(title: ModelTitle, given: readonly Given[]): OnBangumi {
  const one = given.find((candidate) => titles[candidate.title] === title);
  const marks = (one?.marks ?? []).flatMap(({ number, type }) => {
    const row = number < title.episodes ? title.rowOf(number + 1) : null;
    return row === null ? [] : [[String(row), type] as const];
  });
  return { collection: one?.type ?? null, marks: Object.fromEntries(marks) };
}

/** What these plays make of a title, whatever happened on the way. */
export function expectedOf(
  title: ModelTitle,
  before: OnBangumi,
  watched: Iterable<Watched>,
): OnBangumi {
  const numbers = [...watched].filter((play) => play.title === title).map(({ number }) => number);
  if (numbers.length === 0 || !title.isMatched) return before;
  const rows = numbers.map((number) => title.rowOf(number)).filter((row) => row !== null);
  if (rows.length === 0) return { ...before, collection: raised(before.collection) };
  const marks = { ...before.marks };
  for (const row of rows) if (marks[row] !== dropped) marks[row] = done;
  return { collection: before.collection ?? doing, marks };
}

/** On hold and dropped are the person's own word. */
const raised = (collection: number | null): number =>
  collection === null || collection === 1 || collection === 3 ? done : collection;

/** Plays that were taken out again may have been carried over before, or not: all of it or nothing, per episode. */
export function isExplained(found: OnBangumi, least: OnBangumi, most: OnBangumi): boolean {
  const isEither = (value: unknown, ...these: unknown[]): boolean => these.includes(value);
  const rows = new Set([...Object.keys(found.marks), ...Object.keys(most.marks)]);
  return (
    isEither(found.collection, least.collection, most.collection) &&
    [...rows].every((row) => isEither(found.marks[row], least.marks[row], most.marks[row]))
  );
}

/** Where a play of the history has to stand in the end. */
function stateOf({ title, number }: Watched, before: OnBangumi): string {
  if (!title.isMatched) return 'excluded';
  const row = title.rowOf(number);
  if (row !== null) return before.marks[row] === dropped ? 'excluded' : 'proven';
  return raised(before.collection) === done ? 'proven' : 'excluded';
}

/** The states that all plays have to be in, by history id. */
export const expectedStates = (
  { plays, removed }: Person,
  given: readonly Given[],
): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...[...removed.keys()].map((id) => [id, 'removed'] as const),
    ...[...plays].map(([id, play]) => [id, stateOf(play, givenFor(play.title, given))] as const),
  ]);
