import { dateOfDay, dayOfDate, type FoundSubject, type IdMap } from '../../matching/index.js';
import { nothingSaid, type SubjectFacts } from '../collection/collected-subject.js';
import { chooseHint, type Hint } from './choose-hint.js';
import type { JudgedSubject } from './judge-found.js';
import type { MissingPlace } from './place.js';
import type { WaitingSubject } from './place-store.js';

/** A subject that a list of ids leads somewhere. */
export interface HintedSubject extends JudgedSubject {
  readonly subjectId: number;
  readonly hint: Hint;
}

const film = '剧场版';

/** What the id map knows of a subject; without an id that leads on it is nowhere. */
export function hintSubject(
  { subjectId, facts }: WaitingSubject,
  idMap: IdMap,
): HintedSubject | MissingPlace {
  const listed = idMap.subject(subjectId);
  const hint = chooseHint({
    places: idMap.placesOf(subjectId),
    links: idMap.links.ofSubject(subjectId),
    isFilm: listed?.platform === film,
  });
  if (typeof hint === 'string')
    return { subjectId, origin: 'id-map', spot: null, reason: hint, evidence: [] };
  return { subjectId, hint, ...judgedOf(facts ?? nothingSaid, listed) };
}

function judgedOf(
  { name, nameCn, date }: SubjectFacts,
  listed: FoundSubject | null,
): JudgedSubject {
  const names = [name, nameCn, ...(listed?.names ?? [])].filter((one) => one !== '');
  const day = dayOfDate(date) ?? listed?.begin ?? null;
  return { names, date: day === null ? null : dateOfDay(day) };
}

/** What is asked for it: the same for all subjects of one title. */
export const questionOf = ({ hint: { kind, idType, id } }: HintedSubject): string =>
  `${kind} ${idType} ${id}`;
