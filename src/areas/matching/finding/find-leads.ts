import type { Decision } from '../decision.js';
import { lookForSubjects } from '../facts/facts.js';
import type { Deciding, Facts } from '../facts/facts.js';
import type { IdMap } from '../id-map/id-map.js';
import type { TitleFacts } from '../media-item.js';
import { parseTitles } from '../titles/compare-titles.js';
import { searchKeywords } from '../titles/search-keywords.js';
import { isStrong } from './lead.js';
import type { Lead } from './lead.js';
import { toFound } from './to-found.js';
import { toLeads } from './to-leads.js';

export interface Finding {
  readonly title: TitleFacts;
  readonly kind: 'movie' | 'episode';
  /** Subject types to search. */
  readonly types: readonly number[];
  readonly idMap: IdMap;
  readonly facts: Facts;
}

export interface Found {
  readonly leads: readonly Lead[];
  /** What the last look at the leads came to; null when nothing fits. */
  readonly decision: Decision | null;
}

/**
 * Leads by title: what the id map knows by name, then one search after the other until `judge` is content or a
 * subject of that very title has been seen.
 */
export function* findLeads(
  { title, kind, types, idMap, facts }: Finding,
  judge: (leads: readonly Lead[]) => Deciding<Decision | null>,
): Deciding<Found> {
  const titles = titlesOf(title);
  const wanted = { titles: parseTitles(titles), year: title.year, kind };
  let found = idMap.titled(titles);
  let leads = toLeads(found, wanted);
  let decision = leads.length === 0 ? null : yield* judge(leads);
  for (const keyword of searchKeywords(titles)) {
    if (decision?.kind === 'matched') break;
    const subjects = yield* lookForSubjects(facts, { keyword, types });
    found = [...found, ...subjects.map(toFound)];
    leads = toLeads(found, wanted);
    decision = yield* judge(leads);
    if (leads.some((lead) => isStrong(lead) && isNamed(lead, subjects))) break;
  }
  return { leads, decision };
}

const isNamed = ({ found }: Lead, subjects: readonly { readonly id: number }[]) =>
  subjects.some(({ id }) => id === found.subjectId);

const titlesOf = ({ title, originalTitle, otherTitles = [] }: TitleFacts) => [
  originalTitle,
  ...otherTitles,
  title,
];
