import type { IdMap } from '../id-map/id-map.js';
import type { LinkedSubject } from '../id-map/linked-ids.js';
import type { FoundSubject } from '../subject.js';
import { countsOf, parseTitles } from '../titles/compare-titles.js';
import { isStrong } from './lead.js';
import type { Lead } from './lead.js';

interface Listed {
  readonly listed: readonly LinkedSubject[];
  readonly idMap: Pick<IdMap, 'subject'>;
}

/** The leads, with those of anime-lists that are not among them or only begin like the title; the very same where there are none. */
export function withListed(leads: readonly Lead[], { listed, idMap }: Listed): readonly Lead[] {
  const isKnown = (subjectId: number) =>
    leads.some((lead) => isStrong(lead) && lead.found.subjectId === subjectId);
  const more = listed
    .filter(({ source, subjectId }) => source === 'anime-lists' && !isKnown(subjectId))
    .flatMap((link) => {
      const found = idMap.subject(link.subjectId);
      return found === null ? [] : [toListedLead(found, link)];
    });
  if (more.length === 0) return leads;
  return [...withoutThose(leads, more), ...more];
}

/** To be shown to whoever decides: what BangumiExtLinker says is wrong once in twelve times, so that it decides nothing. */
export function withCandidates(leads: readonly Lead[], { listed, idMap }: Listed): readonly Lead[] {
  const more = listed
    .filter(({ subjectId }) => !leads.some(({ found }) => found.subjectId === subjectId))
    .map((link) => toListedLead(idMap.subject(link.subjectId) ?? unknown(link), link));
  return [...leads, ...more];
}

const withoutThose = (leads: readonly Lead[], those: readonly Lead[]) =>
  leads.filter((lead) => !those.some(({ found }) => found.subjectId === lead.found.subjectId));

const unknown = ({ subjectId }: LinkedSubject): FoundSubject => ({
  subjectId,
  type: animation,
  names: [],
  begin: null,
  end: null,
  platform: null,
  eps: 0,
  imdb: null,
});

const animation = 2;

function toListedLead(found: FoundSubject, link: LinkedSubject): Lead {
  const { subjectId, season, start, source, by } = link;
  const counts = countsOf(parseTitles(found.names));
  const inSeason = season === null ? '' : `, season ${season}`;
  const from = start === null || start === 1 ? '' : ` from episode ${start}`;
  const detail = `${source} puts ${by}${inSeason}${from} at subject ${subjectId}`;
  return {
    found,
    link: 'listed',
    season: counts.season ?? season,
    part: counts.part,
    start,
    evidence: [{ signal: 'listed-ids', detail }],
  };
}
