import type { Database } from '../../src/platform/database/index.js';

const titleFacts = (traktId: number, title: string) => ({
  traktId,
  title,
  originalTitle: null,
  year: 2020,
  tmdb: null,
  tvdb: null,
  imdb: null,
  country: 'jp',
  language: 'ja',
  genres: ['anime'],
});

export interface EpisodeRow {
  readonly showId: number;
  readonly season: number;
  readonly number: number;
  /** What matching decided; null: it is parked. */
  readonly subjectId: number | null;
}

const itemIdOf = ({ showId, season, number }: Omit<EpisodeRow, 'subjectId'>): bigint =>
  BigInt(showId * 1_000_000 + season * 10_000 + number);

/** Row ids of Bangumi, by subject and number. */
const rowId = (subjectId: number, number: number): number => subjectId * 1000 + number;

/** Puts episodes of Trakt's there, as a history shows them, and what matching decided of them for everybody. */
export async function matchEpisodes(db: Database, episodes: readonly EpisodeRow[]): Promise<void> {
  await db.traktItem.createMany({
    data: episodes.map((episode) => ({
      mediaType: 'episode',
      traktItemId: itemIdOf(episode),
      showId: BigInt(episode.showId),
      season: episode.season,
      number: episode.number,
      facts: { kind: 'episode', show: titleFacts(episode.showId, `Show ${episode.showId}`) },
    })),
  });
  await db.match.createMany({
    data: episodes.map((episode) => ({
      mediaType: 'episode',
      traktItemId: itemIdOf(episode),
      kind: episode.subjectId === null ? 'parked' : 'matched',
      reason: episode.subjectId === null ? 'unmatched' : null,
      subjectId: episode.subjectId,
      episodeId: episode.subjectId === null ? null : rowId(episode.subjectId, episode.number),
      evidence: [],
      showId: BigInt(episode.showId),
      season: episode.season,
      number: episode.number,
      idMapVersion: 'v',
    })),
  });
}

/** So many episodes of a season, from the first. */
export const episodesOf = (
  place: Omit<EpisodeRow, 'number'>,
  count: number,
  first = 1,
): readonly EpisodeRow[] =>
  Array.from({ length: count }, (_, step) => ({ ...place, number: first + step }));

export interface PlayRow extends EpisodeRow {
  readonly userId: string;
  readonly at: string;
  readonly state?: string;
  readonly reason?: string;
  /** The row's id; the subject's row of that number unless said. */
  readonly episodeId?: number | null;
}

let ref = 0;

/** Puts plays into the ledger as matching leaves them. */
export async function addPlays(db: Database, plays: readonly PlayRow[]): Promise<void> {
  await db.play.createMany({
    data: plays.map(({ userId, at, state = 'proven', reason = null, ...play }) => ({
      userId,
      source: 'trakt',
      sourceRef: String((ref += 1)),
      mediaType: 'episode',
      traktItemId: itemIdOf(play),
      watchedAt: new Date(at),
      watchedAtGiven: at,
      action: 'watch',
      state,
      reason,
      subjectId: play.subjectId,
      episodeId:
        play.episodeId !== undefined || play.subjectId === null
          ? (play.episodeId ?? null)
          : rowId(play.subjectId, play.number),
    })),
  });
}

/** A subject's episode table: main rows from 1 on, and so many specials behind them. */
export async function addTable(
  db: Database,
  subjectId: number,
  { main, specials = 0 }: { readonly main: number; readonly specials?: number },
): Promise<void> {
  const rows = Array.from({ length: main + specials }, (_, step) => ({
    id: rowId(subjectId, step + 1),
    type: step < main ? 0 : 1,
    sort: step + 1,
    ep: step < main ? step + 1 : 0,
    airdate: `2020-01-${String((step % 28) + 1).padStart(2, '0')}`,
    name: '',
    nameCn: '',
  }));
  await db.episodeTable.create({ data: { subjectId, rows } });
}
