import { dateOfDay, dayOfDate, type IdMap } from '../../matching/index.js';
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
  const described = idMap.subject(subjectId);
  const hint = chooseHint({
    places: idMap.placesOf(subjectId),
    links: idMap.links.ofSubject(subjectId),
    isFilm: described?.platform === film,
  });
  if (typeof hint === 'string')
    return { subjectId, origin: 'id-map', spot: null, reason: hint, evidence: [] };
  const begin = described?.begin ?? null;
  return {
    subjectId,
    hint,
    names: [facts?.name ?? '', facts?.nameCn ?? '', ...(described?.names ?? [])].filter(
      (name) => name !== '',
    ),
    date: wholeDate(facts?.date) ?? (begin === null ? null : dateOfDay(begin)),
  };
}

const wholeDate = (date: string | null | undefined): string | null =>
  date !== undefined && dayOfDate(date) !== null ? date : null;

/** What is asked for it: the same for all subjects of one title. */
export const questionOf = ({ hint: { kind, idType, id } }: HintedSubject): string =>
  `${kind} ${idType} ${id}`;
