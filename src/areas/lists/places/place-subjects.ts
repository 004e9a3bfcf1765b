import type { Database } from '../../../platform/database/index.js';
import { aFewAtOnce } from '../../../platform/lib/a-few-at-once.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import { once } from '../../../platform/lib/once.js';
import { orNull, type CallOptions } from '../../../upstream/http/index.js';
import type { TraktClient } from '../../../upstream/trakt/index.js';
import type { Connections } from '../../connections/index.js';
import type { IdMaps } from '../../matching/index.js';
import type { Hint } from './choose-hint.js';
import { hintSubject, questionOf, type HintedSubject } from './hinted-subject.js';
import { placeByHint } from './place-by-hint.js';
import type { Place } from './place.js';
import type { PlaceStore } from './place-store.js';
import { createSeasonLookup, type Asking, type SeasonLookup } from './season-lookup.js';
import type { SeasonStore } from './season-store.js';
import { takeOverMatches } from './take-over-matches.js';
import { toTraktTitle, type TraktTitle } from './trakt-title.js';

export interface PlaceSubjectsDeps {
  readonly db: Database;
  readonly places: PlaceStore;
  readonly seasons: SeasonStore;
  readonly connections: Pick<Connections, 'accessOf'>;
  readonly trakt: Pick<TraktClient, 'findById' | 'readSeasons'>;
  readonly idMaps: Pick<IdMaps, 'current'>;
  readonly clock: Clock;
}

export interface PlaceSubjects {
  readonly userId: string;
  /** Titles looked for at most, and shows whose seasons are asked for. */
  readonly limit: number;
  /** Seasons' own ids are looked up too. */
  readonly seasons: boolean;
}

const inFlight = 4;

/**
 * Finds a place on Trakt for subjects that have none: by matches, which cost nothing, then by the id map and Trakt's search, one request a
 * title however many subjects it holds; then the shows' seasons, one request a show. Each is kept as it arrives. Safe to repeat.
 */
export async function placeSubjects(
  deps: PlaceSubjectsDeps,
  { userId, limit, seasons }: PlaceSubjects,
  options: CallOptions,
): Promise<{ readonly waiting: number }> {
  const { places, connections, clock } = deps;
  const now = clock.now();
  const asking = { access: once(() => connections.accessOf(userId, 'trakt')), options };
  const lookup = createSeasonLookup(deps, asking);
  await takeOverMatches(deps, await places.lengths(userId), { userId, now });
  await placeByIdMap(deps, { userId, limit, now, asking, lookup: seasons ? lookup : null });
  const shows = seasons ? await deps.seasons.missing(userId, now) : [];
  const looked = shows.slice(0, limit);
  await aFewAtOnce(looked, inFlight, async (showId) => {
    options.signal?.throwIfAborted();
    await lookup.ask(showId);
  });
  return { waiting: (await places.countWaiting(userId, now)) + shows.length - looked.length };
}

interface ByIdMap {
  readonly userId: string;
  readonly limit: number;
  readonly now: Date;
  readonly asking: Asking;
  /** Null: seasons are not asked for. */
  readonly lookup: SeasonLookup | null;
}

async function placeByIdMap(
  { places, trakt, idMaps }: PlaceSubjectsDeps,
  { userId, limit, now, asking, lookup }: ByIdMap,
): Promise<void> {
  const idMap = idMaps.current();
  const waiting = (await places.waiting(userId, now)).map((one) => hintSubject(one, idMap));
  await places.put(
    waiting.filter((one) => 'spot' in one),
    now,
  );
  const hinted = waiting.filter((one) => 'hint' in one);
  const questions = [...groupBy(hinted, questionOf).values()].slice(0, limit);
  const known = await titlesBefore(places, questions.flat());
  await aFewAtOnce(questions, inFlight, async (subjects) => {
    asking.options.signal?.throwIfAborted();
    const [first] = subjects;
    if (first === undefined) return;
    const title = known.get(questionOf(first)) ?? (await findTitle(trakt, first.hint, asking));
    await places.put(await placeAll(subjects, title, lookup), now);
  });
}

async function placeAll(
  subjects: readonly HintedSubject[],
  title: TraktTitle | null,
  lookup: SeasonLookup | null,
): Promise<readonly Place[]> {
  const findSeason =
    lookup === null || title === null
      ? null
      : async (number: number) =>
          (await lookup.of(title.traktId)).find((season) => season.number === number);
  const placed: Place[] = [];
  for (const subject of subjects) placed.push(await placeByHint(subject, title, findSeason));
  return placed;
}

/** Titles that some subject was placed at before. */
async function titlesBefore(
  places: PlaceStore,
  hinted: readonly HintedSubject[],
): Promise<ReadonlyMap<string, TraktTitle>> {
  const known = new Map<string, TraktTitle>();
  for (const kind of ['show', 'movie'] as const) {
    const ids = hinted.flatMap(({ hint }) =>
      hint.kind === kind && hint.idType === 'tmdb' ? [hint.id] : [],
    );
    for (const [id, title] of await places.titlesByTmdb(kind, ids))
      known.set(`${kind} tmdb ${id}`, title);
  }
  return known;
}

/** Null where Trakt has nothing under the id, or more than one thing. */
async function findTitle(
  trakt: Pick<TraktClient, 'findById'>,
  { kind, idType, id }: Hint,
  { access, options }: Asking,
): Promise<TraktTitle | null> {
  const query = { idType, id, type: kind };
  const [found, second] = (await orNull(trakt.findById(await access(), query, options))) ?? [];
  const title = found === undefined || second !== undefined ? null : toTraktTitle(found);
  if (title === null || idType !== 'tmdb') return title;
  return { ...title, tmdb: title.tmdb ?? Number(id) };
}
