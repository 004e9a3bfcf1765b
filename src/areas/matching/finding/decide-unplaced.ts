import type { Decision } from '../decision.js';
import { idMapEvidence } from '../deciding/context.js';
import type { Deciding } from '../facts/facts.js';
import type { IdMapEntry } from '../id-map/id-map.js';
import { decideAlongSequels, decideAmong } from './decide-found.js';
import type { Sought } from './decide-found.js';
import { findLeads } from './find-leads.js';
import type { Finding, Found } from './find-leads.js';
import { byNearestBegin, isStrong } from './lead.js';
import type { Lead } from './lead.js';
import type { Line } from './walk-sequels.js';

/** An episode the id map does not place: sequels of what it knows of the show, then titles, then sequels of what those led to. */
export function* decideUnplacedRegular(
  given: Sought,
  entries: readonly IdMapEntry[],
  finding: Finding,
): Deciding<Found> {
  const mapped = entries.filter(({ season }) => season > 0).map(toLead);
  const continues = yield* decideAlongSequels(given, lineAfter(mapped, given), {
    before: mapped,
    isMapped: true,
  });
  if (continues?.kind === 'matched') return { leads: mapped, others: null, decision: continues };
  const ruledOut = entries.map(({ subjectId }) => subjectId);
  const found = yield* findLeads(finding, (leads) => decideAmong(given, leads, ruledOut));
  if (found.decision?.kind === 'matched') return found;
  const sequel = yield* decideSequel(given, { leads: found.leads, mapped, ruledOut });
  if (sequel?.kind === 'matched') return { ...found, decision: sequel };
  return { ...found, decision: found.decision ?? sequel ?? continues };
}

interface Known {
  readonly leads: readonly Lead[];
  readonly mapped: readonly Lead[];
  readonly ruledOut: readonly number[];
}

function decideSequel(
  given: Sought,
  { leads, mapped, ruledOut }: Known,
): Deciding<Decision | null> {
  const strong = leads.filter(isStrong);
  const { starts, known } = lineAfter(strong, given);
  const line = { starts, known: [...known, ...ruledOut] };
  return decideAlongSequels(given, line, { before: [...mapped, ...strong], isMapped: false });
}

/** The latest that had begun comes first: the season sought is most likely the next. */
function lineAfter(leads: readonly Lead[], { day }: Sought): Line {
  const begun = leads.filter(
    ({ found: { begin } }) => begin === null || day === null || begin <= day,
  );
  return {
    starts: byNearestBegin(begun)
      .map(({ found }) => found)
      .slice(0, 2),
    known: leads.map(({ found }) => found.subjectId),
  };
}

const animation = 2;

/** What the map knows of the show, as a lead: not to be decided again, but its sequels may be meant. */
const toLead = (entry: IdMapEntry): Lead => ({
  found: {
    subjectId: entry.subjectId,
    type: animation,
    names: [entry.title],
    begin: entry.begin,
    end: entry.end,
    platform: null,
    eps: 0,
    imdb: null,
  },
  link: 'same',
  season: null,
  part: null,
  evidence: [idMapEvidence(entry)],
});
