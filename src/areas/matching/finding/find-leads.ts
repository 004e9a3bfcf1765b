import type { Decision } from '../decision.js';
import { lookAtTitles, lookForSubjects } from '../facts/facts.js';
import type { Deciding, Facts } from '../facts/facts.js';
import type { IdMap } from '../id-map/id-map.js';
import type { LinkedSubject } from '../id-map/linked-ids.js';
import type { TitleFacts } from '../media-item.js';
import type { FoundSubject } from '../subject.js';
import { parseTitles } from '../titles/compare-titles.js';
import { searchKeywords } from '../titles/search-keywords.js';
import { isStrong } from './lead.js';
import type { Lead } from './lead.js';
import { withListed } from './listed-leads.js';
import { toFound } from './to-found.js';
import { toLeads } from './to-leads.js';

export interface Finding {
  readonly title: TitleFacts;
  readonly kind: 'movie' | 'episode';
  /** What lists of ids lead to, surest first. */
  readonly listed: readonly LinkedSubject[];
  /** Subject types to search. */
  readonly types: readonly number[];
  /** Whether Trakt may be asked for further titles. */
  readonly hasOtherNames: boolean;
  readonly idMap: IdMap;
  readonly facts: Facts;
}

export interface Found {
  readonly leads: readonly Lead[];
  /** Further titles that Trakt has; null where they were not needed. */
  readonly others: readonly string[] | null;
  /** What the last look at the leads came to; null when nothing fits. */
  readonly decision: Decision | null;
}

type Judge = (leads: readonly Lead[]) => Deciding<Decision | null>;

/** Leads by titles; where they decide nothing, those by lists of ids besides. */
export function* findLeads(finding: Finding, judge: Judge): Deciding<Found> {
  const named = yield* lookByAllTitles(finding, judge);
  if (named.decision?.kind === 'matched') return named;
  const leads = withListed(named.leads, finding);
  if (leads === named.leads) return named;
  const decision = yield* judge(leads);
  return { ...named, leads, decision: decision ?? named.decision };
}

/**
 * Leads by the titles an item comes with; only where these lead to no subject of that very title, by the further ones that Trakt
 * has. One budget of searches for both.
 */
function* lookByAllTitles(finding: Finding, judge: Judge): Deciding<Found> {
  const { title, kind, hasOtherNames, facts } = finding;
  const own = yield* lookByTitles(finding, { others: null, before: nothing }, judge);
  if (own.decision?.kind === 'matched' || own.leads.some(isStrong) || !hasOtherNames) return own;
  const media = kind === 'movie' ? 'movie' : 'show';
  const others = yield* lookAtTitles(facts, { media, traktId: title.traktId });
  if (others.length === 0) return { ...own, others };
  return yield* lookByTitles(finding, { others, before: own }, judge);
}

/** What has been found so far, whatever its title, and by which searches. */
interface Looked {
  readonly found: readonly FoundSubject[];
  readonly hits: readonly number[];
  readonly searched: readonly string[];
}

const nothing: Looked = { found: [], hits: [], searched: [] };

interface Look {
  readonly others: readonly string[] | null;
  readonly before: Looked;
}

/** What the id map knows by name, then one search after the other until `judge` is content or one has hit that very title. */
function* lookByTitles(
  { title, kind, types, idMap, facts }: Finding,
  { others, before }: Look,
  judge: Judge,
): Deciding<Found & Looked> {
  const titles = [title.originalTitle, ...(others ?? []), title.title];
  const wanted = {
    titles: parseTitles(titles),
    others: others ?? [],
    year: title.year,
    kind,
  };
  const hits = [...before.hits];
  const searched = [...before.searched];
  let found = [...before.found, ...idMap.titled(titles)];
  let leads = toLeads(found, wanted);
  let decision = leads.length === 0 ? null : yield* judge(leads);
  const isHit = (lead: Lead) => isStrong(lead) && hits.includes(lead.found.subjectId);
  for (const keyword of searchKeywords(titles, searched)) {
    if (decision?.kind === 'matched' || leads.some(isHit)) break;
    const subjects = yield* lookForSubjects(facts, { keyword, types });
    searched.push(keyword);
    hits.push(...subjects.map(({ id }) => id));
    found = [...found, ...subjects.map(toFound)];
    leads = toLeads(found, wanted);
    decision = yield* judge(leads);
  }
  return { leads, others, decision, found, hits, searched };
}
