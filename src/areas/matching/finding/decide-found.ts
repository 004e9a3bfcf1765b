import type { Day } from '../calendar-day.js';
import { dayInJapan } from '../calendar-day.js';
import type { Decision } from '../decision.js';
import { lookAtRelations, lookAtTables } from '../facts/facts.js';
import type { Deciding, Facts } from '../facts/facts.js';
import type { EpisodeItem } from '../media-item.js';
import { alignLeads } from './align-leads.js';
import { byNearestBegin, isStrong, mayRunOn } from './lead.js';
import type { Lead } from './lead.js';
import { isFilm, prequel, walkSequels } from './walk-sequels.js';
import type { Line } from './walk-sequels.js';

/** Tables read at once for one question. */
const tablesRead = 3;

export interface Sought {
  readonly item: EpisodeItem;
  readonly day: Day | null;
  readonly facts: Facts;
}

export const sought = (item: EpisodeItem, facts: Facts): Sought => ({
  item,
  day: dayInJapan(item.firstAired),
  facts,
});

interface Dated extends Sought {
  readonly day: Day;
}

/** Title and number alone would take a namesake, so without a day nothing is looked at. */
const isDated = (given: Sought): given is Dated => given.day !== null;

/** Among subjects that carry the title; then among those that only begin like it, if they are sequels of one that does. */
export function* decideAmong(
  given: Sought,
  leads: readonly Lead[],
  /** Subjects that the id map has ruled out. */
  ruledOut: readonly number[],
): Deciding<Decision | null> {
  if (!isDated(given)) return null;
  const regular = leads.filter(
    (lead) => !isFilmLead(lead) && !ruledOut.includes(lead.found.subjectId),
  );
  const strong = regular.filter(isStrong);
  const direct = yield* align(given, strong, { before: leads.filter(isStrong) });
  if (direct?.kind === 'matched') return direct;
  const rest = regular.filter((lead) => !isStrong(lead));
  const others = yield* align(given, rest, { before: leads });
  if (others?.kind !== 'matched') return direct;
  return (yield* confirmSequel(given, others, leads)) ?? direct;
}

const filmPlatforms: readonly (string | null)[] = ['剧场版', '电影', 'OVA'];

const isFilmLead = ({ found: { names, platform } }: Lead) =>
  filmPlatforms.includes(platform) || isFilm({ name: names[0] ?? '', nameCn: names[1] ?? '' });

/** Seasons counted before the one looked at. */
const earlierCounted = 6;

function* align(
  { item, day, facts }: Dated,
  leads: readonly Lead[],
  { before = leads, isMapped }: { before?: readonly Lead[]; isMapped?: boolean } = {},
): Deciding<Decision | null> {
  const possible = leads.filter((lead) => mayRunOn(lead, day));
  const nearest = byNearestBegin(possible).slice(0, tablesRead);
  const tables = yield* lookAtTables(facts, idsOf(nearest));
  const direct = alignLeads({ item, day, leads: nearest, earlier: nearest, isMapped, tables });
  if (direct?.kind !== 'parked' || direct.reason !== 'ambiguous') return direct;
  // A row is of that day, and its number is another: perhaps the catalogue counts on from earlier seasons.
  const earlier = byNearestBegin([
    ...nearest,
    ...before.filter(({ found: { begin } }) => begin !== null && begin <= day),
  ]).slice(0, earlierCounted);
  const more = yield* lookAtTables(facts, idsOf([...nearest, ...earlier]));
  return alignLeads({ item, day, leads: nearest, earlier, isMapped, tables: more });
}

const idsOf = (leads: readonly Lead[]) => leads.map(({ found }) => found.subjectId);

/** Its own relations say that it continues a subject of the title: a spin-off's do not. */
function* confirmSequel(
  { facts }: Sought,
  decision: Extract<Decision, { kind: 'matched' }>,
  leads: readonly Lead[],
): Deciding<Decision | null> {
  const related = yield* lookAtRelations(facts, decision.subjectId);
  const known = new Map(leads.map((lead) => [lead.found.subjectId, lead]));
  const before = related.find(({ id, relation }) => relation === prequel && known.has(id));
  if (before === undefined) return null;
  const detail = `subject ${decision.subjectId} is the sequel of ${before.id} “${before.name}”`;
  return { ...decision, evidence: [...decision.evidence, { signal: 'sequel', detail }] };
}

/** Later seasons by other names: along the sequels of what is known to be the title. */
export function* decideAlongSequels(
  given: Sought,
  line: Line,
  { before, isMapped }: { readonly before: readonly Lead[]; readonly isMapped: boolean },
): Deciding<Decision | null> {
  if (!isDated(given) || line.starts.length === 0) return null;
  let waiting: Decision | null = null;
  let earlier = before;
  const matched = yield* walkSequels(given.facts, line, function* (leads) {
    earlier = [...earlier, ...leads];
    const decision = yield* align(given, leads, { before: earlier, isMapped });
    if (decision?.kind === 'matched') return decision;
    waiting ??= decision;
    return null;
  });
  return matched ?? waiting;
}
