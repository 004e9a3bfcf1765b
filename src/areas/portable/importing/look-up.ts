import type { Database } from '../../../platform/database/index.js';
import { aFewAtOnce } from '../../../platform/lib/a-few-at-once.js';
import { orNull, type Access, type CallOptions } from '../../../upstream/http/index.js';
import type { TraktClient, TraktFound, TraktShow } from '../../../upstream/trakt/index.js';
import type { Connections } from '../../connections/index.js';
import { keepItems, type TraktSubject } from '../../history/index.js';
import { createTitleStore, type WaitingTitle, type WantedItem } from './title-store.js';

export interface LookUpDeps {
  readonly db: Database;
  readonly connections: Connections;
  readonly trakt: TraktClient;
}

export interface LookUp {
  readonly userId: string;
  readonly importId: string;
  readonly limit: number;
}

const inFlight = 4;

interface Asking {
  readonly deps: LookUpDeps;
  readonly importId: string;
  readonly access: Access;
  readonly options: CallOptions;
}

/**
 * Asks Trakt for titles that wait: two requests a show at most, however many of its episodes are wanted, one a film, two an episode
 * that is named by its own id. Safe to repeat: a title that was asked for does not wait any more.
 */
export async function lookUpTitles(
  deps: LookUpDeps,
  { userId, importId, limit }: LookUp,
  options: CallOptions,
): Promise<{ readonly waiting: number }> {
  const titles = createTitleStore(deps.db);
  const waiting = await titles.waiting(importId, limit);
  if (waiting.length === 0) return { waiting: 0 };
  const access = await deps.connections.accessOf(userId, 'trakt');
  const asking = { deps, importId, access, options };
  await aFewAtOnce(waiting, inFlight, async (title) => {
    options.signal?.throwIfAborted();
    await lookUp(asking, title);
  });
  return { waiting: await titles.countWaiting(importId) };
}

async function lookUp(asking: Asking, title: WaitingTitle): Promise<void> {
  const { deps, importId } = asking;
  const titles = createTitleStore(deps.db);
  const wanted = await titles.wanted(importId, title.key);
  const found = await orNull(
    title.kind === 'show' ? askShow(asking, title, wanted) : askItem(asking, title),
  );
  // What Trakt does not have is told by row, and stops nothing.
  if (found === undefined || found === null) return titles.missing(importId, title.key);
  await keepItems(deps.db, found.items);
  await titles.found(importId, title.key, found);
}

interface Found {
  readonly traktId: number;
  readonly items: readonly TraktSubject[];
  readonly season?: number;
  readonly number?: number;
}

async function askShow(
  { deps: { trakt }, access, options }: Asking,
  title: WaitingTitle,
  wanted: readonly WantedItem[],
): Promise<Found | undefined> {
  const show = await findShow({ trakt, access, options }, title);
  if (show === undefined) return undefined;
  const seasons = await trakt.readSeasons(access, show.ids.trakt, options);
  const isWanted = (season: number, number: number, id: number): boolean =>
    wanted.some((one) => one.itemId === id || (one.season === season && one.number === number));
  const episodes = seasons.flatMap((season) => season.episodes);
  return {
    traktId: show.ids.trakt,
    items: episodes
      .filter(({ season, number, ids }) => isWanted(season, number, ids.trakt))
      .map((episode) => ({ type: 'episode', episode, show })),
  };
}

type Ask = Pick<Asking, 'access' | 'options'> & { readonly trakt: TraktClient };

async function findShow(
  { trakt, access, options }: Ask,
  { traktId, idType, id }: WaitingTitle,
): Promise<TraktShow | undefined> {
  if (traktId !== null) return trakt.readShow(access, traktId, options);
  const [first, second] = await trakt.findById(access, { idType, id, type: 'show' }, options);
  return second === undefined && first?.type === 'show' ? first.show : undefined;
}

async function askItem(
  { deps: { trakt }, access, options }: Asking,
  { kind, traktId, idType, id }: WaitingTitle,
): Promise<Found | undefined> {
  if (kind === 'movie' && traktId !== null)
    return toFound({ type: 'movie', movie: await trakt.readMovie(access, traktId, options) });
  const type = kind === 'movie' ? 'movie' : 'episode';
  const [first, second] = await trakt.findById(access, { idType, id, type }, options);
  return first === undefined || second !== undefined ? undefined : toFound(first);
}

function toFound(found: TraktFound): Found | undefined {
  if (found.type === 'show') return undefined;
  if (found.type === 'movie') return { traktId: found.movie.ids.trakt, items: [found] };
  const { season, number } = found.episode;
  return { traktId: found.show.ids.trakt, season, number, items: [found] };
}
