import { dayInJapan } from '../calendar-day.js';
import type { Day } from '../calendar-day.js';
import { byBegin } from '../id-map/id-map.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import type { EpisodeItem } from '../media-item.js';

/** Where the id map puts an episode: one subject, several cours it cannot tell apart, or nowhere. */
export interface Place {
  readonly item: EpisodeItem;
  /** The day the episode was first aired in Japan's calendar. */
  readonly day: Day | null;
  /** All subjects of the show. */
  readonly entries: readonly IdMapEntry[];
  /** The subjects with the greatest start that is not after the episode, by first broadcast. */
  readonly placed: readonly IdMapEntry[];
  /** Subjects of regular seasons which were on the air on that day, to be asked when `placed` does not lead on. */
  readonly onAir: readonly IdMapEntry[];
}

/** Trakt's dates may be two days early; streaming runs and late entries end up to three weeks after the listed end. */
const daysBeforeBegin = 2;
const daysAfterEnd = 21;

export function placeEpisode(item: EpisodeItem, entries: readonly IdMapEntry[]): Place {
  const day = dayInJapan(item.firstAired);
  const started = entries.filter(
    (entry) => entry.season === item.season && entry.start <= item.number && isNumbered(entry),
  );
  const start = Math.max(...started.map((entry) => entry.start));
  return {
    item,
    day,
    entries,
    placed: started.filter((entry) => entry.start === start).toSorted(byBegin),
    onAir: entries.filter((entry) => entry.season > 0 && day !== null && isAbout(entry, item, day)),
  };
}

/** A recap is shown in the weeks before the season it leads to. */
const daysBeforeSeason = 21;

const isAbout = (entry: IdMapEntry, { season }: EpisodeItem, day: Day) =>
  isOnAir(entry, day) || (season === 0 && isOnAir(entry, day + daysBeforeSeason));

/** The numbers of TMDB's season 0 are arbitrary: a special's place is known only if the map names its start. */
const isNumbered = (entry: IdMapEntry) => entry.season > 0 || entry.startIsGiven;

export function isOnAir(entry: IdMapEntry, day: Day, late = daysAfterEnd): boolean {
  const hasBegun = entry.begin === null || entry.begin <= day + daysBeforeBegin;
  return hasBegun && (entry.end === null || day <= entry.end + late);
}

/** Days from one episode to the next. */
export const weekly = 7;
/** Episodes of one; a cour whose end nobody knows is not taken to be longer. */
export const oneCour = 12;

/** Nothing but the first broadcast to go by: the k-th episode, one a week, is of that very day. */
export const isOnPace = ({ begin }: { readonly begin: Day | null }, day: Day, k: number): boolean =>
  begin !== null && Math.abs(begin + (k - 1) * weekly - day) <= 1;

/** Null when its end is not known. */
export const weeksOnAir = ({ begin, end }: IdMapEntry): number | null =>
  begin === null || end === null ? null : Math.round((end - begin) / weekly) + 1;

export const regularSubjects = (place: Place) =>
  place.entries.filter((entry) => entry.season > 0).toSorted(byBegin);

/** Subjects of season 0 whose place in it the map does not name. */
export const unnumberedSpecials = (place: Place) =>
  place.entries.filter((entry) => entry.season === 0 && !entry.startIsGiven);

/** The entries before one of them, nearest last; `among` is in order of first broadcast. */
export function precedingOf(
  entry: IdMapEntry,
  among: readonly IdMapEntry[],
): readonly IdMapEntry[] {
  return among.slice(0, Math.max(among.indexOf(entry), 0));
}
