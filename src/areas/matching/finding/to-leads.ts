import { yearOfDay } from '../calendar-day.js';
import type { FoundSubject } from '../subject.js';
import { compareTitles, parseTitles } from '../titles/compare-titles.js';
import type { ParsedTitle } from '../titles/parse-title.js';
import type { Lead } from './lead.js';

/** Films are released once, series begin a year early or late at most where the catalogues differ. */
const yearsApart = { movie: 0, episode: 1 } as const;

export interface Wanted {
  readonly titles: readonly ParsedTitle[];
  /** Those of them that Trakt has beside title and original title. */
  readonly others: readonly string[];
  readonly year: number | null;
  readonly kind: 'movie' | 'episode';
}

/** Those found subjects whose names are the title or begin like it, each once. */
export function toLeads(found: readonly FoundSubject[], wanted: Wanted): Lead[] {
  const byId = new Map(found.map((each) => [each.subjectId, each]));
  const leads = [...byId.values()].flatMap((each) => toLead(each, wanted) ?? []);
  const first = firstOf(leads, wanted);
  return leads.map((lead) => (lead === first ? { ...lead, season: lead.season ?? 1 } : lead));
}

/** The first season of that very title: the one of the title's year, the earliest of several. */
function firstOf(leads: readonly Lead[], { year }: Wanted): Lead | undefined {
  const yearsOff = ({ found: { begin } }: Lead) =>
    year === null || begin === null ? 0 : Math.abs(yearOfDay(begin) - year);
  const [first] = leads
    .filter(({ link, found: { begin } }) => link === 'same' && begin !== null)
    .toSorted((left, right) => {
      const years = yearsOff(left) - yearsOff(right);
      return years === 0 ? (left.found.begin ?? 0) - (right.found.begin ?? 0) : years;
    });
  return first;
}

function toLead(found: FoundSubject, wanted: Wanted): Lead | null {
  const { kind, season, part, by } = compareTitles(wanted.titles, parseTitles(found.names));
  if (kind === 'other' || by === null) return null;
  const isFirst = (season ?? 1) === 1 && (part ?? 1) === 1;
  // A remake, or another work of that name: only what counts itself as a later season may be years younger.
  const isOther = isFirst && !agreeOnYear(found, wanted);
  const link = kind === 'same' && !isOther ? 'same' : 'begins';
  const says = kind === 'same' ? 'is the title of' : 'begins the title of';
  const detail = `${called(by[0], wanted)} ${says} subject ${found.subjectId} “${by[1]}”`;
  return { found, link, season, part, evidence: [{ signal: 'title', detail }] };
}

const called = (title: string, { others }: Wanted) =>
  others.includes(title) ? `“${title}”, as Trakt calls it too,` : `“${title}”`;

function agreeOnYear({ begin }: FoundSubject, { year, kind }: Wanted): boolean {
  if (year === null || begin === null) return true;
  return Math.abs(yearOfDay(begin) - year) <= yearsApart[kind];
}
