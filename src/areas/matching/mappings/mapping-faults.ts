import type { Fault } from '../../../platform/lib/errors.js';
import { overlaps, targetKey } from './mapping.js';
import type { MappingDraft, MappingTarget } from './mapping.js';

/** A mapping somebody wants, and where they said so: a JSON pointer. */
export interface PlacedDraft {
  readonly draft: MappingDraft;
  readonly place: string;
}

/** Everything that is wrong with the mappings of one owner: each by itself, and held against each other. */
export const faultsOfDrafts = (drafts: readonly PlacedDraft[]): Fault[] => [
  ...drafts.flatMap(({ draft, place }) => faultsOfDraft(draft, place)),
  ...drafts.flatMap((one, index) => clashesWith(one, drafts.slice(0, index))),
];

interface Held {
  readonly draft: MappingTarget;
  /** A pointer, or the id of one that is there already. */
  readonly place: string;
}

/** How a mapping clashes with those before it. */
export function clashesWith({ draft, place }: PlacedDraft, others: readonly Held[]): Fault[] {
  const clash = others.find(
    (other) => targetKey(other.draft) === targetKey(draft) || overlaps(other.draft, draft),
  );
  if (clash === undefined) return [];
  if (targetKey(clash.draft) === targetKey(draft))
    return [{ place, message: `is about the same as ${clash.place}` }];
  const { firstNumber, lastNumber } = clash.draft;
  const message = `overlaps ${firstNumber ?? '?'} to ${lastNumber ?? '?'} of ${clash.place}`;
  return [{ place: `${place}/first_number`, message }];
}

function faultsOfDraft(draft: MappingDraft, place: string): Fault[] {
  const at = (field: string, message: string): Fault => ({ place: `${place}/${field}`, message });
  return [...faultsOfTarget(draft, at), ...faultsOfAim(draft, at)];
}

type At = (field: string, message: string) => Fault;

function faultsOfTarget(target: MappingTarget, at: At): Fault[] {
  const { mediaType, season, firstNumber, lastNumber } = target;
  if (mediaType !== 'show') {
    const named = { season, first_number: firstNumber, last_number: lastNumber };
    return Object.entries(named)
      .filter(([, value]) => value !== null)
      .map(([field]) => at(field, `is for shows; the id says which ${mediaType} is meant`));
  }
  return faultsOfRange(target, at);
}

function faultsOfRange({ season, firstNumber, lastNumber }: MappingTarget, at: At): Fault[] {
  if (firstNumber === null && lastNumber === null) return [];
  const faults =
    season === null ? [at('season', 'is needed: numbers are counted within a season')] : [];
  if (firstNumber === null || lastNumber === null) {
    const lacking = firstNumber === null ? 'first_number' : 'last_number';
    return [...faults, at(lacking, 'is needed: a range has a first and a last number')];
  }
  return lastNumber < firstNumber
    ? [...faults, at('last_number', `goes backwards: ${lastNumber} is before ${firstNumber}`)]
    : faults;
}

function faultsOfAim(draft: MappingDraft, at: At): Fault[] {
  if (draft.action === 'ignore') return faultsOfIgnore(draft, at);
  const faults: Fault[] = [];
  if (draft.subjectId === null) faults.push(at('subject_id', 'is needed to map to'));
  if (draft.episodeId !== null && draft.mediaType === 'show')
    faults.push(at('episode_id', 'is one row: a show, season or range has more than one'));
  if (draft.episodeId !== null && draft.offset !== 0)
    faults.push(at('offset', 'cannot be given with episode_id, which names the row itself'));
  return faults;
}

function faultsOfIgnore({ subjectId, episodeId, offset }: MappingDraft, at: At): Fault[] {
  const named = {
    subject_id: subjectId,
    episode_id: episodeId,
    offset: offset === 0 ? null : offset,
  };
  return Object.entries(named)
    .filter(([, value]) => value !== null)
    .map(([field]) => at(field, 'cannot be given with ignore: what is left out is nowhere'));
}
