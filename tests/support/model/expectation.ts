import type { BangumiSimulator } from '../../../src/simulators/index.js';
import {
  hasSpot,
  isWanted,
  wasAlwaysUnmarked,
  wasWantedSince,
  type Memory,
  type OwnCollection,
  type Watched,
} from './memory.js';
import type { WriteWatch } from './watch-writes.js';
import { titles, type ModelTitle } from './titles.js';

export type FinalState = ReturnType<BangumiSimulator['finalState']>;

/** What was found wrong, in words; empty when all is as it has to be. */
export type Faults = readonly string[];

/** Everything that can be known when nothing moves any more. */
export interface AtQuiet {
  readonly memory: Memory;
  readonly posts: WriteWatch['posts'];
  readonly state: FinalState;
}

const none = 0;
const done = 2;
const doing = 3;
const dropped = 3;

/** What plays of one spot ask for: one that came after a place must show; any that was ever wanted may. */
interface Claims {
  readonly mustSince: (at: number) => boolean;
  readonly may: boolean;
}

function claimsOf(
  { memory }: AtQuiet,
  title: ModelTitle,
  isMeant: (play: Watched) => boolean,
): Claims {
  const here = (plays: ReadonlyMap<string, Watched>): readonly Watched[] =>
    [...plays.values()].filter((play) => play.title === title && isMeant(play));
  const isOpen = title.isMatched && !memory.merged.has(title) && !memory.deleted.has(title);
  const due = isOpen && isWanted(memory, title) ? here(memory.plays) : [];
  const ever = title.isMatched ? [...here(memory.plays), ...here(memory.removed)] : [];
  return {
    mustSince: (at) => due.some((play) => play.at > at && play.first > memory.undoneAt),
    may: ever.some((play) => wasWantedSince(memory, title, play.first)),
  };
}

export const faultsOfBangumi = (quiet: AtQuiet): Faults =>
  titles.flatMap((title) => [
    ...faultsOfRows(quiet, title),
    ...faultsOfCollection(quiet, title),
    ...faultsOfTarget(quiet, title),
  ]);

function faultsOfRows(quiet: AtQuiet, title: ModelTitle): Faults {
  const { memory, state } = quiet;
  return Array.from({ length: title.episodes }, (_, index) => index + 1).flatMap((number) => {
    const row = title.rowOf(number);
    if (row === null) return [];
    const word = memory.marks.get(row);
    const claims = hasSpot(memory, title, number)
      ? claimsOf(quiet, title, (play) => play.number === number)
      : { mustSince: () => false, may: false };
    const allowed = isTakenAway(quiet, title, number)
      ? [word?.said ?? none, none]
      : marksAllowed(word, claims);
    const found = state.episodes[title.subjectId]?.[row] ?? none;
    return allowed.includes(found) ? [] : [`row ${row} is ${found}, not ${allowed.join(' or ')}`];
  });
}

/** All its plays are gone, and their marks were to be taken away whatever happened: what stands is what the person said. */
function isTakenAway({ memory }: AtQuiet, title: ModelTitle, number: number): boolean {
  if (!title.isMatched || memory.undoneAt > 0) return false;
  if (memory.merged.has(title) || memory.deleted.has(title)) return false;
  const isHere = (play: Watched) => play.title === title && play.number === number;
  const row = title.rowOf(number) ?? 0;
  if (memory.marks.get(row)?.amid === true || [...memory.plays.values()].some(isHere)) return false;
  return [...memory.removed].some(
    ([id, play]) => isHere(play) && wasAlwaysUnmarked(memory, title, memory.removedAt.get(id) ?? 0),
  );
}

/** A word said amid a run may come between its look and its write. */
function marksAllowed(
  word: { readonly at: number; readonly amid: boolean; readonly said: number } | undefined,
  { mustSince, may }: Claims,
): readonly number[] {
  const { at, amid, said } = word ?? { at: 0, amid: false, said: none };
  if (said === dropped) return amid && may ? [said, done] : [said];
  if (mustSince(at)) return [done];
  return may ? [said, done] : [said];
}

const unsaid = { at: 0, said: null, amid: false } as const;

function faultsOfCollection({ posts, ...quiet }: AtQuiet, title: ModelTitle): Faults {
  const { memory, state } = quiet;
  const { subjectId } = title;
  const { at, said, amid } = memory.collections.get(subjectId) ?? unsaid;
  const isMeant = ({ number }: Watched): boolean => hasSpot(memory, title, number);
  const claims = claimsOf({ posts, ...quiet }, title, isMeant);
  const raced = amid && posts.some((post) => post.subjectId === subjectId && post.at > at);
  const found = state.collections[subjectId] ?? null;
  const usual = typesAllowed(title, { at, type: said?.type ?? null }, claims);
  const allowed = raced ? [...usual, doing, done] : usual;
  return [
    ...faultsOfType(subjectId, found?.type ?? null, allowed),
    ...faultsOfWords(found, said, raced).map(
      (what) => `${what} of subject ${subjectId} was touched`,
    ),
  ];
}

const faultsOfType = (
  subjectId: number,
  type: number | null,
  allowed: readonly (number | null)[],
): Faults =>
  allowed.includes(type) ? [] : [`subject ${subjectId} is ${type}, not ${allowed.join(' or ')}`];

function typesAllowed(
  title: ModelTitle,
  own: { readonly at: number; readonly type: number | null },
  { mustSince, may }: Claims,
): readonly (number | null)[] {
  const made = title.rowOf(1) === null ? raised(own.type) : (own.type ?? doing);
  if (made === own.type) return [own.type];
  if (mustSince(own.at)) return [made];
  return may ? [own.type, made] : [own.type];
}

/** On hold and dropped are the person's own word. */
const raised = (collection: number | null): number =>
  collection === null || collection === 1 || collection === 3 ? done : collection;

function faultsOfWords(
  found: Omit<OwnCollection, 'type'> | null,
  said: OwnCollection | null,
  raced: boolean,
): Faults {
  if (found === null || said === null) return [];
  return [
    ...(found.comment === said.comment ? [] : ['the comment']),
    ...(found.rate === said.rate ? [] : ['the rating']),
    ...(found.tags.join() === said.tags.join() ? [] : ['the tags']),
    ...(found.private === said.private || raced ? [] : ['the privacy']),
  ];
}

/** Where a merged title leads: there the person says nothing, and nobody is led there before the merge. */
function faultsOfTarget({ memory, state }: AtQuiet, title: ModelTitle): Faults {
  const { target } = title;
  if (target === null) return [];
  const merged = memory.merged.get(title) ?? Infinity;
  const led = [...memory.plays.values()].filter(
    (play) =>
      play.title === title &&
      play.at > merged &&
      play.first > memory.undoneAt &&
      isWanted(memory, title),
  );
  const all = [...memory.plays.values(), ...memory.removed.values()].some(
    (play) => play.title === title && wasWantedSince(memory, title, play.first),
  );
  const { subjectId, row } = target;
  const type = state.collections[subjectId]?.type ?? null;
  const isFilm = title.rowOf(1) === null;
  const missing = led
    .filter(({ number }) =>
      isFilm ? type !== done : state.episodes[subjectId]?.[row(number)] !== done,
    )
    .map(({ number }) => `episode ${number} is not done on subject ${subjectId}`);
  const early =
    type !== null && (merged === Infinity || !all) ? [`subject ${subjectId} was touched`] : [];
  return [...missing, ...early];
}

/** The states a play of the history can rightly be in, in the end. */
export function statesOf({ memory }: AtQuiet, play: Watched): readonly string[] {
  const { title, number, at, first } = play;
  if (!title.isMatched) return ['excluded'];
  const isSettled = wasWantedSince(memory, title, first);
  if (!isWanted(memory, title)) return isSettled ? ['excluded', 'proven', 'parked'] : ['excluded'];
  const deleted = memory.deleted.get(title);
  if (deleted !== undefined) return at > deleted ? ['parked'] : ['parked', 'proven', 'excluded'];
  if (!hasSpot(memory, title, number)) return ['parked'];
  const merged = memory.merged.get(title);
  if (merged !== undefined)
    return at > merged && first > memory.undoneAt ? ['proven'] : ['proven', 'excluded'];
  return ownStates(memory, play);
}

/** Left alone where the person has dropped it before it came up; what they say afterwards changes nothing. */
function ownStates(memory: Memory, { title, number, at, first }: Watched): readonly string[] {
  const row = title.rowOf(number);
  const since = row === null ? subjectDropped(memory, title.subjectId) : rowDropped(memory, row);
  if (since !== null && since < at) return ['excluded'];
  return memory.everDropped.has(row ?? title.subjectId) || first <= memory.undoneAt
    ? ['proven', 'excluded']
    : ['proven'];
}

/** Since when it is dropped, by a word that no run can have missed. */
function rowDropped({ marks }: Memory, row: number): number | null {
  const word = marks.get(row);
  return word?.said === dropped && !word.amid ? word.at : null;
}

function subjectDropped({ collections }: Memory, subjectId: number): number | null {
  const word = collections.get(subjectId);
  if (word === undefined || word.amid) return null;
  return word.said?.type === 4 || word.said?.type === 5 ? word.at : null;
}
