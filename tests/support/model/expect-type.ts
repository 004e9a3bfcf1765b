import type { AtQuiet } from './at-quiet.js';
import { claimsOf } from './claims.js';
import type { OwnWord } from './expect-rate.js';
import { rankOf } from './judge-collection-write.js';
import { libraryOf } from './library-memory.js';
import { hasSpot, kindsSince, type Memory, type Watched } from './memory.js';
import type { ModelTitle } from './titles.js';

type Type = number | null;

const wish = 1;
const done = 2;
const doing = 3;
/** Of an episode. */
const dropped = 3;

/** Something that raises a collection. */
interface Cause {
  /** What it makes of it. */
  readonly to: number;
  /** Makes collections where there are none. */
  readonly collects: boolean;
  /** Raises what there is, and not only makes it. */
  readonly raises: boolean;
  readonly may: boolean;
  /** Has to have come about. */
  readonly must: boolean;
}

/** The types a title's collection may rightly have; null: none. */
export function typesAllowed(quiet: AtQuiet, title: ModelTitle, own: OwnWord): readonly Type[] {
  const { memory } = quiet;
  const said = own.said?.type ?? null;
  const causes = causesOf(quiet, title, own);
  const mayOver = kindsSince(memory, own.at).some(({ statesOverOwn }) => statesOverOwn);
  const reached = reachedFrom([said, ...startsOf(quiet, title, { own, causes })], causes, mayOver);
  const isHeld = rankOf(said) < 0;
  const must = isHeld ? [] : causes.filter((cause) => cause.must && applies(cause, said, false));
  const least = Math.max(rankOf(said), ...must.map((cause) => leastBy(cause, causes)));
  return [...reached].filter(
    (type) => must.length === 0 || rankOf(type) >= least || (rankOf(type) < 0 && own.raced),
  );
}

/** What an undo, or a write that was under way, may have made of it. */
function startsOf(
  { memory }: AtQuiet,
  { subjectId }: ModelTitle,
  { own, causes }: { readonly own: OwnWord; readonly causes: readonly Cause[] },
): readonly Type[] {
  const isOpen = own.raced || memory.undoneAt > own.at;
  const given = isOpen ? (memory.earlier.get(subjectId) ?? []) : [];
  const raced = own.raced ? causes.filter(({ may }) => may) : [];
  return [...given.map(({ type }) => type), ...raced.map(({ to }) => to)];
}

function reachedFrom(
  starts: readonly Type[],
  causes: readonly Cause[],
  mayOver: boolean,
): ReadonlySet<Type> {
  const reached = new Set(starts);
  // What is added on the way is looked at too.
  for (const from of reached)
    for (const cause of causes)
      if (cause.may && applies(cause, from, mayOver)) reached.add(cause.to);
  return reached;
}

/** What only makes collections may find one that something else has made. */
function leastBy({ to, raises }: Cause, causes: readonly Cause[]): number {
  const others = causes.filter(({ may, collects }) => may && collects);
  return Math.min(rankOf(to), ...(raises ? [] : others.map((other) => rankOf(other.to))));
}

function applies({ to, collects, raises }: Cause, from: Type, mayOver: boolean): boolean {
  if (from === null) return collects;
  if (rankOf(from) < 0) return mayOver && raises && to !== wish;
  return raises && rankOf(from) < rankOf(to);
}

function causesOf(quiet: AtQuiet, title: ModelTitle, own: OwnWord): readonly Cause[] {
  const { memory } = quiet;
  const isMeant = ({ number }: Watched): boolean => hasSpot(memory, title, number);
  const plays = claimsOf(quiet, title, isMeant);
  const isWhole = title.rowOf(1) === null;
  return [
    {
      to: isWhole ? done : doing,
      collects: true,
      raises: isWhole,
      may: plays.may,
      must: plays.mustSince(own.at),
    },
    ...listsOf(quiet, title, own),
    ...completionOf(quiet, title, own),
  ];
}

function listsOf({ memory }: AtQuiet, title: ModelTitle, own: OwnWord): readonly Cause[] {
  if (!title.isMatched) return [];
  const { listed, owned } = libraryOf(memory, title);
  const isOpen = !memory.merged.has(title) && !memory.deleted.has(title);
  const kinds = kindsSince(memory, own.at);
  const now = kinds.at(-1);
  const isNew = ({ on, first }: typeof listed): boolean =>
    isOpen && on.size > 0 && first !== null && first > Math.max(own.at, memory.undoneAt);
  const stateOf = { wish, doing } as const;
  return [
    {
      to: wish,
      collects: true,
      raises: false,
      may: listed.first !== null && kinds.some(({ watchlistState }) => watchlistState === 'wish'),
      must: isNew(listed) && now?.watchlistState === 'wish',
    },
    ...(['wish', 'doing'] as const).map((state) => ({
      to: stateOf[state],
      collects: true,
      raises: true,
      may: owned.first !== null && kinds.some(({ collectionState }) => collectionState === state),
      must: isNew(owned) && now?.collectionState === state,
    })),
  ];
}

/** Once the last episode is proven, and every other one. */
function completionOf(quiet: AtQuiet, title: ModelTitle, own: OwnWord): readonly Cause[] {
  const { memory } = quiet;
  if (!title.isMatched || title.rowOf(1) === null) return [];
  const numbers = Array.from({ length: title.episodes }, (_, index) => index + 1);
  const claimsFor = (number: number) => claimsOf(quiet, title, (play) => play.number === number);
  const last = title.episodes;
  const kinds = kindsSince(memory, own.at);
  const marked = (number: number): number => markedAt(memory, title.rowOf(number) ?? 0);
  const mayComplete = [last, title.listed].some((number) => claimsFor(number).may);
  const wereBefore = wasSeenBefore(memory, { title, last, at: own.at });
  return [
    {
      to: done,
      collects: false,
      raises: true,
      may: mayComplete && kinds.some(({ watchedState }) => watchedState === 'done'),
      must:
        kinds.at(-1)?.watchedState === 'done' &&
        memory.undoneAt === 0 &&
        !wereBefore &&
        title.listed === title.episodes &&
        numbers.every((number) => claimsFor(number).mustSince(marked(number))) &&
        claimsFor(last).mustSince(Math.max(own.at, marked(last))),
    },
  ];
}

/** The last episode was there when the person spoke. */
const wasSeenBefore = (
  { plays, removed }: Memory,
  { title, last, at }: { readonly title: ModelTitle; readonly last: number; readonly at: number },
): boolean =>
  [...plays.values(), ...removed.values()].some(
    (play) => play.title === title && play.number === last && play.first <= at,
  );

function markedAt({ marks }: Memory, row: number): number {
  const word = marks.get(row);
  return word?.said === dropped ? Infinity : (word?.at ?? 0);
}
