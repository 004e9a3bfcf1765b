import type { Evidence } from '../../matching/index.js';
import type { Hint } from './choose-hint.js';
import type { HintedSubject } from './hinted-subject.js';
import { judgeFound } from './judge-found.js';
import type { Place, PlaceReason, Spot } from './place.js';
import { judgeSeason, type SeasonOnTrakt } from './season-on-trakt.js';
import type { TraktTitle } from './trakt-title.js';

/** The season of a number; undefined where the show has none. */
export type FindSeason = (number: number) => Promise<SeasonOnTrakt | undefined>;

/**
 * Where a subject is by a list of ids, once a second signal agrees with what Trakt has there: its name or date, else when the season was
 * on the air. Seasons are asked for only where nothing else tells, and not at all without `findSeason`.
 */
export async function placeByHint(
  subject: HintedSubject,
  title: TraktTitle | null,
  findSeason: FindSeason | null,
): Promise<Place> {
  const { subjectId, hint } = subject;
  const listed = [idEvidence(hint)];
  const nowhere = (reason: PlaceReason, evidence: readonly Evidence[]): Place => ({
    subjectId,
    origin: 'id-map',
    spot: null,
    reason,
    evidence: [...listed, ...evidence],
  });
  if (title === null) return nowhere('not-on-trakt', []);
  const judgement = judgeFound(subject, hint, title);
  const bySeason =
    judgement.kind === 'open' ? await seasonEvidence(subject, findSeason) : undefined;
  if (judgement.kind !== 'agrees' && bySeason === undefined)
    return nowhere(judgement.reason, judgement.evidence);
  const evidence = [...listed, ...judgement.evidence, ...(bySeason ?? [])];
  return { subjectId, origin: 'id-map', spot: spotOf(hint), title, evidence };
}

async function seasonEvidence(
  { hint, date }: HintedSubject,
  findSeason: FindSeason | null,
): Promise<readonly Evidence[] | undefined> {
  const { kind, season: number } = hint;
  if (kind === 'movie' || number === null || number === 0 || findSeason === null) return undefined;
  const season = await findSeason(number);
  if (season === undefined || judgeSeason(date, season) !== 'agrees') return undefined;
  const detail = `an episode of Trakt's season ${number} was on the air about ${date ?? ''}`;
  return [{ signal: 'air-date', detail }];
}

function spotOf({ kind, season }: Hint): Spot {
  if (kind === 'movie') return { kind };
  if (season === null) return { kind: 'show' };
  return season === 0 ? { kind: 'specials' } : { kind: 'season', season };
}

const idEvidence = ({ kind, idType, id, season, source }: Hint): Evidence => ({
  signal: 'id-map',
  detail: `${source} puts it at ${kind} ${idType} ${id}${season === null ? '' : `, season ${season}`}`,
});
