import { SaxesParser } from 'saxes';
import { InputError } from '../../../platform/lib/errors.js';
import type { Fault } from '../../../platform/lib/errors.js';

/** Some of an AniDB title's episodes, where they are filed otherwise than the title as a whole. */
export interface AnimeListMapping {
  /** 1: regular episodes; 0: AniDB's specials. */
  readonly anidbSeason: number;
  readonly tvdbSeason: number | null;
  readonly tmdbSeason: number | null;
  /** AniDB's episodes from `start` to `end` have the number `offset` higher; null when only `pairs` say. */
  readonly start: number | null;
  readonly end: number | null;
  readonly offset: number;
  /** An AniDB episode and those it is elsewhere; none when it is nowhere. */
  readonly pairs: readonly (readonly [anidb: number, others: readonly number[]])[];
}

/** An AniDB title as `anime-lists` files it elsewhere (https://github.com/Anime-Lists/anime-lists). */
export interface AnimeListEntry {
  readonly anidb: number;
  readonly tvdb: number | null;
  /** Null: numbered through all seasons, or not known. */
  readonly tvdbSeason: number | null;
  /** What AniDB's episode numbers lack to those of TVDB. */
  readonly episodeOffset: number;
  readonly tmdbTv: number | null;
  readonly tmdbSeason: number | null;
  readonly tmdbOffset: number;
  readonly tmdbMovies: readonly number[];
  readonly imdb: readonly string[];
  readonly mappings: readonly AnimeListMapping[];
}

type Attributes = Readonly<Record<string, string>>;

const faultsShown = 5;

/**
 * Reads the text of `anime-list-master.xml`. An entry with a number nobody can read is left out.
 * @throws InputError naming the first faults, by line, when the text is no XML or not of that shape.
 */
export function parseAnimeLists(text: string, source: string): readonly AnimeListEntry[] {
  const entries: AnimeListEntry[] = [];
  const faults: Fault[] = [];
  const parser = new SaxesParser({});
  const tell = (message: string) => {
    const place = `line ${parser.line}, column ${parser.column}`;
    if (faults.length < faultsShown) faults.push({ place, message });
  };
  const reading = createReading({ tell, found: (entry) => entries.push(entry) });
  parser.on('error', ({ message }) => {
    tell(`not XML (${message.replace(/^\d+:\d+: /, '')})`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    reading.open(name, attributes);
  });
  parser.on('text', (words) => {
    reading.text(words);
  });
  parser.on('closetag', ({ name }) => {
    reading.close(name);
  });
  parser.write(text).close();
  if (faults.length === 0 && entries.length === 0)
    faults.push({ place: '/anime-list', message: 'no anime in it; is this an anime-list file?' });
  if (faults.length > 0) throw new InputError(`anime-lists from ${source}`, faults);
  return entries;
}

interface ReadingDeps {
  readonly tell: (fault: string) => void;
  readonly found: (entry: AnimeListEntry) => void;
}

/** Elements as they come: `anime-list` holds `anime`, which holds `mapping-list`, which holds `mapping`. */
function createReading({ tell, found }: ReadingDeps) {
  let depth = 0;
  let anime: Attributes | undefined;
  let mappings: (AnimeListMapping | null)[] = [];
  let mapping: { readonly attributes: Attributes; pairs: string } | undefined;

  const closeAnime = (attributes: Attributes): void => {
    const anidb = toNumber(attributes['anidbid']);
    if (typeof anidb !== 'number' || anidb === 0) tell('this anime has no usable anidbid');
    else {
      const entry = toEntry(anidb, attributes, mappings);
      if (entry !== null) found(entry);
    }
    mappings = [];
    anime = undefined;
  };
  return {
    open(name: string, attributes: Attributes): void {
      depth += 1;
      if (depth === 1 && name !== 'anime-list') tell(`expected <anime-list>, got <${name}>`);
      if (depth === 2 && name === 'anime') anime = attributes;
      if (name === 'mapping' && anime !== undefined) mapping = { attributes, pairs: '' };
    },
    text(words: string): void {
      if (mapping !== undefined) mapping.pairs += words;
    },
    close(name: string): void {
      depth -= 1;
      if (name === 'mapping' && mapping !== undefined) {
        mappings.push(toMapping(mapping.attributes, mapping.pairs));
        mapping = undefined;
      }
      if (name === 'anime' && anime !== undefined) closeAnime(anime);
    },
  };
}

const unreadable = Symbol('unreadable');

/** Null when nothing is given. */
function toNumber(text: string | undefined): number | null | typeof unreadable {
  const given = text?.trim() ?? '';
  if (given === '') return null;
  return /^-?\d{1,9}$/.test(given) ? Number(given) : unreadable;
}

/** Words stand where a title is no series: `movie`, `OVA`, `unknown`. */
const toId = (text: string | undefined): number | null => {
  const id = toNumber(text);
  return typeof id === 'number' && id > 0 ? id : null;
};

const toSeason = (text: string | undefined) => (text === 'a' ? null : toNumber(text));

function toEntry(
  anidb: number,
  attributes: Attributes,
  mappings: readonly (AnimeListMapping | null)[],
): AnimeListEntry | null {
  const tvdbSeason = toSeason(attributes['defaulttvdbseason']);
  const episodeOffset = toNumber(attributes['episodeoffset']);
  const tmdbSeason = toSeason(attributes['tmdbseason']);
  const tmdbOffset = toNumber(attributes['tmdboffset']);
  if (tvdbSeason === unreadable || episodeOffset === unreadable) return null;
  if (tmdbSeason === unreadable || tmdbOffset === unreadable) return null;
  const readable = mappings.filter((one) => one !== null);
  if (readable.length < mappings.length) return null;
  return {
    anidb,
    tvdb: toId(attributes['tvdbid']),
    tvdbSeason,
    episodeOffset: episodeOffset ?? 0,
    tmdbTv: toId(attributes['tmdbtv']),
    tmdbSeason,
    tmdbOffset: tmdbOffset ?? 0,
    tmdbMovies: listOf(attributes['tmdbid']).flatMap((id) => toId(id) ?? []),
    imdb: listOf(attributes['imdbid']).filter((id) => /^tt\d+$/.test(id)),
    mappings: readable,
  };
}

const listOf = (text = ''): string[] => text.split(',').map((part) => part.trim());

function toMapping(attributes: Attributes, pairs: string): AnimeListMapping | null {
  const anidbSeason = toNumber(attributes['anidbseason']);
  const tvdbSeason = toSeason(attributes['tvdbseason']);
  const tmdbSeason = toSeason(attributes['tmdbseason']);
  const start = toNumber(attributes['start']);
  const end = toNumber(attributes['end']);
  const offset = toNumber(attributes['offset']);
  if (typeof anidbSeason !== 'number' || offset === unreadable) return null;
  if (tvdbSeason === unreadable || tmdbSeason === unreadable) return null;
  if (start === unreadable || end === unreadable) return null;
  return {
    anidbSeason,
    tvdbSeason,
    tmdbSeason,
    start,
    end,
    offset: offset ?? 0,
    pairs: toPairs(pairs),
  };
}

/** Reads `;1-5;2-6+7;3-0;`: 1 is 5, 2 is 6 and 7, 3 is nowhere. What is not of that form is passed over. */
const toPairs = (text: string): AnimeListMapping['pairs'] =>
  text.split(';').flatMap((pair) => {
    const [, anidb, others] = /^\s*(\d+)-(\d+(?:\+\d+)*)\s*$/.exec(pair) ?? [];
    if (anidb === undefined || others === undefined) return [];
    const numbers = others.split('+').map(Number);
    return [[Number(anidb), numbers.filter((number) => number > 0)] as const];
  });
