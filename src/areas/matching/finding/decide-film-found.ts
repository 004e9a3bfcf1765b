import type { Day } from '../calendar-day.js';
import { dateOfDay, dayOfDate, yearOfDay } from '../calendar-day.js';
import type { Decision, Evidence } from '../decision.js';
import { parked } from '../deciding/context.js';
import { decideFilmRow } from '../deciding/decide-movie.js';
import { lookAtTables } from '../facts/facts.js';
import type { Deciding, Facts } from '../facts/facts.js';
import type { MovieItem } from '../media-item.js';
import { isStrong } from './lead.js';
import type { Lead } from './lead.js';

/** Premieres and releases at home lie this far apart at most; the same title later in the year is told apart by hand. */
const daysAroundRelease = 10;

/**
 * A film that no map places: a subject of its title, no series, released on about the same day, or known by its IMDb id.
 * Null when nothing fits.
 */
export function* decideFilmAmong(
  facts: Facts,
  item: MovieItem,
  leads: readonly Lead[],
): Deciding<Decision | null> {
  const films = leads.filter((lead) => isStrong(lead) && !isSeries(lead));
  const known = films.filter(({ found }) => found.imdb !== null && found.imdb === item.movie.imdb);
  const day = dayOfDate(item.released);
  const meant = known.length > 0 ? known : films.filter((lead) => isReleasedAbout(lead, item, day));
  const [only, second] = meant;
  if (only === undefined) return null;
  if (second !== undefined)
    return parked('ambiguous', {
      subjects: meant,
      evidence: meant.flatMap(({ evidence }) => evidence),
    });
  const { subjectId } = only.found;
  const tables = yield* lookAtTables(facts, [subjectId]);
  if (!tables.has(subjectId)) return null;
  const signal = known.length > 0 ? imdbEvidence(only) : releaseEvidence(only, item);
  return decideFilmRow(subjectId, tables, [...only.evidence, signal]);
}

const isSeries = ({ found: { eps, platform } }: Lead) =>
  eps > 1 ||
  (platform !== null && ['TV', '日剧', '欧美剧', '华语剧', '电视剧', '综艺'].includes(platform));

function isReleasedAbout(
  { found: { begin } }: Lead,
  { movie }: MovieItem,
  day: Day | null,
): boolean {
  if (begin === null) return false;
  if (day !== null) return Math.abs(begin - day) <= daysAroundRelease;
  return movie.year !== null && yearOfDay(begin) === movie.year;
}

const imdbEvidence = ({ found: { subjectId, imdb } }: Lead): Evidence => ({
  signal: 'imdb',
  detail: `subject ${subjectId} names the same IMDb id ${imdb ?? ''}`,
});

function releaseEvidence({ found: { begin } }: Lead, { released, movie }: MovieItem): Evidence {
  const bangumi = begin === null ? 'an unknown day' : dateOfDay(begin);
  return {
    signal: 'air-date',
    detail: `released on ${released ?? `a day of ${movie.year ?? 'an unknown year'}`}, Bangumi says ${bangumi}`,
  };
}
