import {
  idTypes,
  type ParsedPlay,
  type RowFault,
  type RowRead,
  type TitleRef,
} from './parsed-play.js';
import type { WatchedAt } from './watched-at.js';

/** Columns a table may have, and other names for them. In any order and case; others are left alone. */
export const columnNames: Readonly<Record<string, string>> = {
  type: 'type',
  media_type: 'type',
  trakt_id: 'trakt_id',
  trakt: 'trakt_id',
  tmdb_id: 'tmdb_id',
  tmdb: 'tmdb_id',
  tvdb_id: 'tvdb_id',
  tvdb: 'tvdb_id',
  imdb_id: 'imdb_id',
  imdb: 'imdb_id',
  item_trakt_id: 'item_trakt_id',
  season: 'season',
  season_number: 'season',
  number: 'number',
  episode: 'number',
  episode_number: 'number',
  title: 'title',
  watched_at: 'watched_at',
  watched_date: 'watched_at',
  last_watched_at: 'watched_at',
  date: 'watched_at',
  action: 'action',
  history_id: 'history_id',
  source: 'source',
  source_ref: 'source_ref',
  viewing_id: 'viewing_id',
  removed_at: 'removed_at',
};

/** A row by the names above; what is missing is empty. */
export type TableRow = Readonly<Record<string, string | undefined>>;

interface Reading {
  readonly row: TableRow;
  readonly faults: RowFault[];
}

const types: Readonly<Record<string, 'episode' | 'movie'>> = {
  episode: 'episode',
  show: 'episode',
  tv: 'episode',
  movie: 'movie',
  film: 'movie',
};

/** A row of CSV, or a play as watchflow exports it. Every fault of it is told. */
export function readTableRow(row: TableRow, readTime: (text: string) => WatchedAt): RowRead {
  const reading: Reading = { row, faults: [] };
  // Gone from where it was told of: no play any more.
  if (textOf(reading, 'removed_at') !== '') return { kind: 'ignored', what: 'removed plays' };
  const mediaType = readType(reading);
  const item = mediaType === 'movie' ? readMovie(reading) : readEpisode(reading);
  const time = readTime(textOf(reading, 'watched_at'));
  if ('fault' in time) reading.faults.push({ column: 'watched_at', reason: time.fault });
  const rest = { action: readAction(reading), ...readNames(reading) };
  if (reading.faults.length > 0 || item === undefined || mediaType === undefined || 'fault' in time)
    return { kind: 'faulty', faults: reading.faults };
  const given = textOf(reading, 'watched_at');
  const play: ParsedPlay = {
    mediaType,
    ...item,
    watchedAt: time.at,
    watchedAtGiven: given,
    ...rest,
  };
  return { kind: 'plays', plays: [play] };
}

const textOf = ({ row }: Reading, column: string): string => (row[column] ?? '').trim();

function readType(reading: Reading): ParsedPlay['mediaType'] | undefined {
  const text = textOf(reading, 'type').toLowerCase();
  if (text === '' && (textOf(reading, 'season') !== '' || textOf(reading, 'number') !== ''))
    return 'episode';
  const type = types[text];
  if (type === undefined)
    reading.faults.push({
      column: 'type',
      reason:
        text === ''
          ? 'is empty: write episode or movie'
          : `is ${JSON.stringify(text.slice(0, 40))}: expected episode or movie`,
    });
  return type;
}

type Item = Pick<ParsedPlay, 'title' | 'season' | 'number' | 'itemId'>;

function readMovie(reading: Reading): Item | undefined {
  const title = readTitle(reading, 'movie');
  const item = readNumber(reading, 'item_trakt_id', { from: 1, to: Number.MAX_SAFE_INTEGER });
  const named = title ?? (item === null ? undefined : itemTitle('movie', item));
  if (named === undefined) {
    tellNoId(reading);
    return undefined;
  }
  return { title: named, season: null, number: null, itemId: item ?? traktIdOf(named) };
}

function readEpisode(reading: Reading): Item | undefined {
  const { isPlaced, season, number } = readPlace(reading);
  const item = readNumber(reading, 'item_trakt_id', { from: 1, to: Number.MAX_SAFE_INTEGER });
  const title = readTitle(reading, isPlaced ? 'show' : 'episode');
  const named = title ?? (item === null ? undefined : itemTitle('episode', item));
  if (named === undefined) {
    tellNoId(reading);
    return undefined;
  }
  const itemId = item ?? (named.kind === 'episode' ? traktIdOf(named) : null);
  return { title: named, season, number, itemId };
}

function readPlace(reading: Reading) {
  const columns = ['season', 'number'] as const;
  const isPlaced = columns.some((column) => textOf(reading, column) !== '');
  for (const column of columns)
    if (isPlaced && textOf(reading, column) === '')
      reading.faults.push({ column, reason: 'is empty: an episode needs both season and number' });
  const [season, number] = columns.map((column) =>
    readNumber(reading, column, { from: 0, to: 100_000 }),
  );
  return { isPlaced, season: season ?? null, number: number ?? null };
}

const itemTitle = (kind: TitleRef['kind'], id: number): TitleRef => ({
  kind,
  idType: 'trakt',
  id: String(id),
});

const traktIdOf = ({ idType, id }: TitleRef): number | null =>
  idType === 'trakt' ? Number(id) : null;

/** What no id was found for is told, and nothing else is wrong with it. */
function tellNoId(reading: Reading): void {
  const hasFault = reading.faults.some(({ column }) => column?.endsWith('_id') === true);
  if (!hasFault)
    reading.faults.push({
      column: null,
      reason: 'names no id: one of trakt_id, tmdb_id, tvdb_id, imdb_id is needed',
    });
}

/** By the first id there is. All that are there must be ids. */
function readTitle(reading: Reading, kind: TitleRef['kind']): TitleRef | undefined {
  const found = idTypes.map((idType) => {
    const column = `${idType}_id`;
    const id =
      idType === 'imdb'
        ? readImdb(reading)
        : readNumber(reading, column, { from: 1, to: Number.MAX_SAFE_INTEGER });
    return id === null ? undefined : { kind, idType, id: String(id) };
  });
  return found.find((title) => title !== undefined);
}

function readImdb(reading: Reading): string | null {
  const text = textOf(reading, 'imdb_id').toLowerCase();
  if (text === '') return null;
  if (/^tt\d{5,12}$/.test(text)) return text;
  reading.faults.push({ column: 'imdb_id', reason: 'is no IMDb id: they look like tt0111161' });
  return null;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function readNumber(reading: Reading, column: string, { from, to }: Range): number | null {
  const text = textOf(reading, column);
  if (text === '') return null;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  reading.faults.push({
    column,
    reason: `is ${JSON.stringify(text.slice(0, 40))}: expected a whole number from ${from} on`,
  });
  return null;
}

function readAction(reading: Reading): string {
  const text = textOf(reading, 'action').toLowerCase();
  if (/^[a-z_-]{0,20}$/.test(text)) return text === '' ? 'watch' : text;
  reading.faults.push({
    column: 'action',
    reason: 'expected one word such as watch, scrobble or checkin',
  });
  return 'watch';
}

const longestName = 200;

/** What the play is called: by Trakt, or by an installation of watchflow. */
function readNames(reading: Reading): Pick<ParsedPlay, 'historyId' | 'sourceRef' | 'viewing'> {
  const source = textOf(reading, 'source');
  const viewing = readName(reading, 'viewing_id');
  const own = historyIdOf(reading, source === 'trakt' ? 'source_ref' : 'history_id');
  if (source === 'trakt' || own !== null) return { historyId: own, sourceRef: null, viewing };
  const ref = readName(reading, 'source_ref');
  const historyId = /^trakt:([1-9]\d{0,18})$/.exec(ref ?? '')?.[1] ?? null;
  if (ref === null || historyId !== null) return { historyId, sourceRef: null, viewing };
  return { historyId: null, sourceRef: importedAs(source, ref), viewing };
}

/** What was imported there is named as it would be here; what something else told of, by that. */
const importedAs = (source: string, ref: string): string =>
  source === 'import' ? ref : `${source === '' ? 'file' : source}:${ref}`;

function readName(reading: Reading, column: string): string | null {
  const text = textOf(reading, column);
  if (text === '') return null;
  if (text.length > longestName || !/^[\w.:@+-]+$/.test(text))
    reading.faults.push({
      column,
      reason: `expected up to ${longestName} letters, digits or . : @ + - _`,
    });
  return text;
}

function historyIdOf(reading: Reading, column: string): string | null {
  const text = textOf(reading, column);
  if (text === '') return null;
  if (/^[1-9]\d{0,18}$/.test(text)) return text;
  reading.faults.push({ column, reason: 'is no id of a play at Trakt' });
  return null;
}
