import { z } from 'zod';
import type { IdType, ParsedPlay, RowFault, RowRead, TitleRef } from './parsed-play.js';
import { idTypes } from './parsed-play.js';
import type { WatchedAt } from './watched-at.js';

/** Of an id only that it may be one: what is wrong with it is no reason to refuse a row that another id finds. */
const ids = z
  .record(z.string(), z.unknown())
  .transform((all) =>
    idTypes.flatMap((idType): { idType: IdType; id: string }[] => {
      const given = all[idType];
      const id = typeof given === 'string' || typeof given === 'number' ? String(given) : '';
      const isOne = idType === 'imdb' ? /^tt\d{5,12}$/.test(id) : /^[1-9]\d{0,15}$/.test(id);
      return isOne ? [{ idType, id }] : [];
    }),
  )
  .refine((known) => known.length > 0, 'names no id of Trakt, TMDB, TVDB or IMDb');

const title = z.object({ ids });
const place = z.int().min(0).max(100_000);
const episode = z.object({
  ids: ids.optional().catch(undefined),
  season: place,
  number: place,
});
const historyId = z
  .union([z.int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)])
  .transform(String);
const time = z.string().max(40).nullish();
const action = z.string().max(20).nullish();

/** A play, as in the history of the API. */
const history = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('episode'),
    id: historyId.nullish(),
    watched_at: time,
    action,
    episode,
    show: title,
  }),
  z.object({
    type: z.literal('movie'),
    id: historyId.nullish(),
    watched_at: time,
    action,
    movie: title,
  }),
]);

const watchedMovie = z.object({ last_watched_at: time, movie: title });
const watchedShow = z.object({
  show: title,
  seasons: z.array(
    z.object({
      number: place,
      episodes: z.array(z.object({ number: place, last_watched_at: time })),
    }),
  ),
});

/** An element of a file of Trakt's export: a play, or a total of which the last play is taken. */
export function readTraktRow(row: unknown, readTime: (text: string) => WatchedAt): RowRead {
  const shape = shapeOf(row);
  if (shape === 'other') return { kind: 'ignored', what: 'rows that are no plays' };
  const parsed = schemas[shape].safeParse(row);
  if (!parsed.success) return { kind: 'faulty', faults: parsed.error.issues.map(toFault) };
  const faults: RowFault[] = [];
  const plays = toDrafts(parsed.data).map(({ text, ...draft }): ParsedPlay => {
    const read = readTime(text);
    if ('fault' in read) faults.push({ column: 'watched_at', reason: read.fault });
    const watchedAt = 'fault' in read ? null : read.at;
    return { ...draft, sourceRef: null, viewing: null, watchedAtGiven: text, watchedAt };
  });
  return faults.length > 0 ? { kind: 'faulty', faults } : { kind: 'plays', plays };
}

const schemas = { history, movie: watchedMovie, show: watchedShow };

/** What it is meant to be, by the fields it has: one that lacks others is a faulty row of that kind. */
function shapeOf(row: unknown): keyof typeof schemas | 'other' {
  const has = (...names: readonly string[]): boolean =>
    typeof row === 'object' && row !== null && names.every((name) => name in row);
  if (has('watched_at')) return 'history';
  if (has('last_watched_at', 'movie')) return 'movie';
  if (has('seasons', 'show')) return 'show';
  // Totals of shows without their episodes, ratings, lists.
  return ['movie', 'show', 'list'].some((name) => has(name)) ? 'other' : 'history';
}

type Draft = Omit<ParsedPlay, 'watchedAt' | 'watchedAtGiven' | 'sourceRef' | 'viewing'> & {
  readonly text: string;
};

type Row = z.infer<(typeof schemas)[keyof typeof schemas]>;

function toDrafts(row: Row): Draft[] {
  if ('seasons' in row) return toShowDrafts(row);
  if (!('type' in row)) {
    const { movie, last_watched_at: text } = row;
    return [{ ...movieOf(movie.ids), text: text ?? '', action: 'watch', historyId: null }];
  }
  const play = {
    text: row.watched_at ?? '',
    action: row.action ?? 'watch',
    historyId: row.id ?? null,
  };
  return row.type === 'movie'
    ? [{ ...movieOf(row.movie.ids), ...play }]
    : [{ ...episodeOf(row), ...play }];
}

const toShowDrafts = ({ show, seasons }: z.infer<typeof watchedShow>): Draft[] =>
  seasons.flatMap((season) =>
    season.episodes.map(({ number, last_watched_at: text }) => ({
      ...episodeOf({ show, episode: { season: season.number, number } }),
      text: text ?? '',
      action: 'watch',
      historyId: null,
    })),
  );

type Ids = z.infer<typeof ids>;
type Item = Pick<Draft, 'mediaType' | 'title' | 'season' | 'number' | 'itemId'>;

const movieOf = (known: Ids): Item => ({
  mediaType: 'movie',
  title: titleOf('movie', known),
  season: null,
  number: null,
  itemId: traktIdOf(known),
});

interface EpisodeRow {
  readonly show: { readonly ids: Ids };
  readonly episode: z.infer<typeof episode>;
}

const episodeOf = (row: EpisodeRow): Item => ({
  mediaType: 'episode',
  title: titleOf('show', row.show.ids),
  season: row.episode.season,
  number: row.episode.number,
  itemId: traktIdOf(row.episode.ids ?? []),
});

/** In the order of `idTypes`: Trakt's own first. */
const titleOf = (kind: TitleRef['kind'], [first]: Ids): TitleRef => ({
  kind,
  idType: first?.idType ?? 'trakt',
  id: first?.id ?? '',
});

function traktIdOf(known: Ids): number | null {
  const own = known.find(({ idType }) => idType === 'trakt');
  return own === undefined ? null : Number(own.id);
}

const toFault = ({ path, message }: z.core.$ZodIssue): RowFault => ({
  column: path.length === 0 ? null : path.join('.'),
  reason: message,
});
