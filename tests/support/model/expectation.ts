import {
  hasSpot,
  isWanted,
  kindsSince,
  wasAlwaysUnmarked,
  wasWantedSince,
  type Memory,
  type Watched,
} from './memory.js';
import { claimsOf, type Claims } from './claims.js';
import { faultsOfCollection } from './expect-collection.js';
import { libraryOf } from './library-memory.js';
import type { AtQuiet, Faults } from './at-quiet.js';
import { titles, type ModelTitle } from './titles.js';

const none = 0;
const wished = 1;
const done = 2;
const dropped = 3;

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
      : [...marksAllowed(word, claims), ...marksUndone(memory, word)];
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

/** What an undo makes of it: that somebody else has said the same since is not to be seen. */
const marksUndone = (
  { undoneAt }: Memory,
  word: { readonly at: number; readonly said: number } | undefined,
): readonly number[] => (word?.said === done && undoneAt > word.at ? [none, wished] : []);

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

const wasKept = (memory: Memory, title: ModelTitle): boolean => {
  const { listed, owned } = libraryOf(memory, title);
  return listed.first !== null || owned.first !== null;
};

const touchedIf = (isEarly: boolean, subjectId: number): Faults =>
  isEarly ? [`subject ${subjectId} was touched`] : [];

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
  // Bangumi still shows a collection of what was merged: there it is done already.
  const isDoneBefore = isFilm && state.collections[title.subjectId]?.type === done;
  const missing = led
    .filter(({ number }) =>
      isFilm ? type !== done && !isDoneBefore : state.episodes[subjectId]?.[row(number)] !== done,
    )
    .map(({ number }) => `episode ${number} is not done on subject ${subjectId}`);
  const isEarly = merged === Infinity || (!all && !wasKept(memory, title));
  return [...missing, ...(type !== null ? touchedIf(isEarly, subjectId) : [])];
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
  if (since !== null && since < at && !mayBeRaised(memory, { row, since })) return ['excluded'];
  return memory.everDropped.has(row ?? title.subjectId) || first <= memory.undoneAt
    ? ['proven', 'excluded']
    : ['proven'];
}

/** A film that is its collection may be raised by the library, and then it is no longer dropped. */
const mayBeRaised = (
  memory: Memory,
  { row, since }: { readonly row: number | null; readonly since: number },
): boolean => row === null && kindsSince(memory, since).some(({ statesOverOwn }) => statesOverOwn);

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
