import {
  plainly,
  type Change,
  type InLibrary,
  type InWiki,
  type OfSettings,
  type OnTrakt,
  type OwnWord,
} from './change.js';
import { libraryOf } from './library-memory.js';
import { inLibrary } from './library-on-trakt.js';
import { hasSpot, type OwnCollection, type Watched } from './memory.js';
import type { World } from './open-world.js';
import type { Given } from './story.js';
import { titleAt, titles, type ModelTitle } from './titles.js';

/** Lets things happen on Trakt, on Bangumi and in the settings, and remembers them. */
export interface Person {
  apply(change: Change): void;
  /** What stood on Bangumi before the first run. */
  give(given: readonly Given[]): void;
}

const firstDay = Date.parse('2026-08-01T12:00:00.000Z');
const timeOf = (day: number): string => new Date(firstDay + day * 86_400_000).toISOString();

const pick = <T>(from: ReadonlyMap<string, T>, which: number): [string, T] | undefined =>
  [...from][which % Math.max(from.size, 1)];

export function createPerson(world: World): Person {
  const applyOnTrakt = onTrakt(world);
  const applyInLibrary = inLibrary(world);
  const applyOwnWord = onBangumi(world);
  return {
    apply(change) {
      world.tally.changes += 1;
      if (change.kind === 'settings') applySettings(world, change);
      else if (isOwnWord(change)) applyOwnWord(change);
      else if (isInWiki(change)) applyInWiki(world, change);
      else if (isInLibrary(change)) applyInLibrary(change);
      else applyOnTrakt(change);
    },
    give(given) {
      for (const { title, type, rate, marks } of given) {
        applyOwnWord({ kind: 'collect', title, type, rate, ...plainly });
        for (const mark of marks) applyOwnWord({ kind: 'mark', title, ...mark });
      }
    },
  };
}

const isOwnWord = (change: Change): change is OwnWord =>
  change.kind === 'mark' ||
  change.kind === 'collect' ||
  change.kind === 'rate-there' ||
  change.kind === 'uncollect';

const isInLibrary = (change: Change): change is InLibrary =>
  change.kind === 'rate' || change.kind === 'list' || change.kind === 'own';

const isInWiki = (change: Change): change is InWiki =>
  change.kind === 'list-rows' || change.kind === 'merge' || change.kind === 'delete';

function onTrakt({ trakt, memory }: World): (change: OnTrakt) => void {
  const { plays, removed } = memory;
  const watch = (
    watched: Pick<Watched, 'title' | 'number'> & Partial<Watched>,
    day: number,
    id?: string,
  ): void => {
    const { title, number } = watched;
    const item =
      title.kind === 'movie'
        ? { movie: title.traktId }
        : { show: title.traktId, season: 1, number };
    const at = memory.next();
    plays.set(trakt.addPlay({ ...item, watchedAt: timeOf(day), id }), {
      first: at,
      at,
      ...watched,
    });
    // Watching takes it off the list.
    libraryOf(memory, title).listed.on.clear();
  };
  const binge = (title: ModelTitle, times: number, day: number): void => {
    for (let play = 0; play < times * title.episodes; play += 1)
      watch({ title, number: 1 + (play % title.episodes) }, day + play);
  };
  const bringBack = (which: number): void => {
    const [id, watched] = pick(removed, which) ?? [];
    if (id === undefined || watched === undefined) return;
    removed.delete(id);
    const { at, ...play } = watched;
    const wasMissed = (memory.removedAt.get(id) ?? 0) < memory.quietAt;
    watch(wasMissed ? play : { ...play, at }, which, id);
  };

  const addOne = ({ title: index, number, day }: Extract<OnTrakt, { kind: 'add' }>): void => {
    const title = titleAt(index);
    watch({ title, number: 1 + (number % title.episodes) }, day);
  };
  const editOrRemove = (change: Extract<OnTrakt, { kind: 'edit' | 'remove' }>): void => {
    const [id, watched] = pick(plays, change.which) ?? [];
    if (id === undefined || watched === undefined) return;
    if (change.kind === 'edit') {
      trakt.editPlay(id, { watchedAt: timeOf(change.day) });
      return;
    }
    trakt.removePlay(id);
    plays.delete(id);
    removed.set(id, watched);
    memory.removedAt.set(id, memory.next());
  };

  return (change) => {
    if (change.kind === 'bring-back') bringBack(change.which);
    else if (change.kind === 'binge') binge(titleAt(change.title), change.times, change.day);
    else if (change.kind === 'add') addOne(change);
    else editOrRemove(change);
  };
}

function onBangumi({ bangumi, memory, isRunning }: World): (change: OwnWord) => void {
  const { marks, collections, earlier, everDropped } = memory;
  const word = <T>(said: T) => ({ at: memory.next(), amid: isRunning(), said });
  const say = (subjectId: number, collection: OwnCollection | null): void => {
    bangumi.setCollection(subjectId, collection);
    collections.set(subjectId, word(collection));
    if (collection !== null)
      earlier.set(subjectId, [...(earlier.get(subjectId) ?? []), collection]);
    if (collection?.type === 4 || collection?.type === 5) everDropped.add(subjectId);
  };
  const mark = (row: number, type: 0 | 1 | 2 | 3): void => {
    bangumi.setMark(row, type);
    marks.set(row, word(type));
    if (type === 3) everDropped.add(row);
  };
  const rowsOf = (title: ModelTitle): readonly number[] =>
    Array.from({ length: title.episodes }, (_, index) => index + 1)
      .filter((number) => hasSpot(memory, title, number))
      .flatMap((number) => title.rowOf(number) ?? []);

  return (change) => {
    const title = titleAt(change.title);
    const { subjectId } = title;
    if (memory.merged.has(title) || memory.deleted.has(title)) return;
    if (change.kind === 'collect') {
      const { type, private: hidden, comment, tags } = change;
      say(subjectId, { type, private: hidden, rate: rateOf(change), comment, tags });
      return;
    }
    // Nobody can mark or rate what they have not collected.
    const stands = bangumi.finalState().collections[subjectId];
    if (stands === undefined) return;
    if (change.kind === 'rate-there') {
      say(subjectId, { ...stands, rate: rateOf({ ...stands, rate: change.rate }) });
      return;
    }
    if (change.kind === 'mark') {
      const row = rowsOf(title)[change.number % title.episodes];
      if (row !== undefined) mark(row, change.type);
      return;
    }
    for (const row of rowsOf(title)) mark(row, 0);
    say(subjectId, null);
  };
}

/** A wish has none. */
const rateOf = ({ type, rate }: Pick<OwnCollection, 'type' | 'rate'>): number =>
  type === 1 ? 0 : rate;

/** The first title to which it can be done. */
function applyInWiki({ bangumi, memory }: World, { kind }: InWiki): void {
  const { merged, deleted, grown } = memory;
  if (kind === 'list-rows') {
    const title = titles.find((one) => one.listed < one.episodes && !grown.has(one));
    if (title === undefined) return;
    const first = title.listed + 1;
    const rows = { first_id: title.row(first), first_sort: first, airdate: '2020-01-22' };
    bangumi.addRows(title.subjectId, { ...rows, count: title.episodes - title.listed });
    grown.add(title);
    return;
  }
  if (kind === 'merge') {
    const title = titles.find((one) => one.target !== null && !merged.has(one));
    if (title?.target === null || title === undefined) return;
    bangumi.mergeSubject(title.subjectId, title.target.subjectId);
    merged.set(title, memory.next());
    return;
  }
  const title = titles.find((one) => one.isDeletable && !deleted.has(one));
  if (title === undefined) return;
  bangumi.removeSubject(title.subjectId);
  deleted.set(title, memory.next());
}

function applySettings(world: World, { change }: OfSettings): void {
  const { memory } = world;
  const now = memory.settings.at(-1)?.kinds;
  if (now === undefined) return;
  const said = Object.entries(change).filter(([, value]) => value !== undefined);
  const kinds = { ...now, ...Object.fromEntries(said) };
  memory.settings.push({ at: memory.next(), kinds });
  world.changeSettings(kinds);
}
