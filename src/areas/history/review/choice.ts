import type { Fault } from '../../../platform/lib/errors.js';
import type { MappingDraft } from '../../matching/index.js';
import type { MappingWish, WantedMapping } from '../mappings/plan-changes.js';
import type { ReviewId } from './review-id.js';
import type { ReviewRow } from './review-store.js';
import { isAsked, standsAs } from './stands-as.js';

export const reviewChoices = ['map', 'keep', 'ignore', 'automatic'] as const;
export const choiceScopes = ['season', 'range', 'show', 'once'] as const;

/** How a person answers a question of the review. */
export interface ReviewChoice {
  readonly choice: (typeof reviewChoices)[number];
  readonly subjectId?: number | undefined;
  readonly offset?: number | undefined;
  readonly by?: 'ep' | 'sort' | undefined;
  readonly range?: { readonly first: number; readonly last: number } | undefined;
  /** The season, or the range when one is given, unless said. */
  readonly scope?: (typeof choiceScopes)[number] | undefined;
  readonly note?: string | undefined;
}

export interface Question {
  readonly id: ReviewId;
  /** What the person watched of it; of the whole show where the choice is about that. */
  readonly rows: readonly ReviewRow[];
}

type Scope = (typeof choiceScopes)[number];
type Place = (field: string, message: string) => Fault;

const scopeOf = ({ scope, range }: ReviewChoice): Scope =>
  scope ?? (range === undefined ? 'season' : 'range');

/** What is wrong with a choice by itself. */
export function faultsOfChoice(choice: ReviewChoice, id: ReviewId, place: string): Fault[] {
  const at: Place = (field, message) => ({ place: `${place}/${field}`, message });
  return [
    ...faultsOfWhat(choice, at),
    ...faultsOfKeep(choice, at),
    ...faultsOfWhere(choice, id, at),
  ];
}

function faultsOfWhat({ choice, subjectId, offset, by }: ReviewChoice, at: Place): Fault[] {
  if (choice === 'map')
    return subjectId === undefined ? [at('subject_id', 'is needed to map to')] : [];
  const given = { subject_id: subjectId, offset, by };
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => at(field, `cannot be given with ${choice}`));
}

const faultsOfKeep = ({ choice, scope }: ReviewChoice, at: Place): Fault[] =>
  choice === 'keep' && (scope === 'season' || scope === 'show')
    ? [at('scope', `cannot be ${scope} with keep, which is about what has changed`)]
    : [];

function faultsOfWhere(choice: ReviewChoice, id: ReviewId, at: Place): Fault[] {
  const { range } = choice;
  const scope = scopeOf(choice);
  if (id.kind === 'movie') {
    const faults =
      range === undefined ? [] : [at('range', 'is for seasons; a film has no numbers')];
    return scope === 'show' || choice.scope === 'range'
      ? [...faults, at('scope', 'is for seasons; a film is one thing')]
      : faults;
  }
  if (range === undefined)
    return scope === 'range' ? [at('range', 'is needed: first and last number')] : [];
  if (scope === 'season' || scope === 'show')
    return [at('range', `cannot be given with the scope ${scope}`)];
  return range.last < range.first
    ? [at('range/last', `goes backwards: ${range.last} is before ${range.first}`)]
    : [];
}

/** What the person watched that a choice is about. */
export function rowsOf(choice: ReviewChoice, { id, rows }: Question): readonly ReviewRow[] {
  const inRange = rows.filter(({ facts }) => {
    const number = facts.kind === 'episode' ? facts.number : 0;
    return choice.range === undefined || isWithin(number, choice.range);
  });
  if (choice.choice === 'keep') return inRange.filter(standsAs.changed);
  if (scopeOf(choice) === 'once' && id.kind === 'season') return inRange.filter(isAsked);
  // A subject for a show is none for its specials.
  return scopeOf(choice) === 'show' && choice.choice === 'map'
    ? inRange.filter(({ facts }) => facts.kind === 'episode' && facts.season > 0)
    : inRange;
}

/** The choice as mappings, and which of those there are give way to it. */
export function toWish(choice: ReviewChoice, question: Question, place: string): MappingWish {
  const { id } = question;
  if (choice.choice === 'keep') return keepWish(choice, question, place);
  const aim = aimOf(choice);
  if (id.kind === 'movie') {
    const target = { mediaType: 'movie', traktId: id.movieId, ...noNumbers } as const;
    return {
      place,
      wanted: aim === null ? [] : [{ ...target, ...aim, episodeOf: null }],
      covers: (one) => one.mediaType === 'movie' && one.traktId === id.movieId,
    };
  }
  return scopeOf(choice) === 'once'
    ? onceWish(choice, question, { id, aim, place })
    : {
        place,
        wanted: aim === null ? [] : [{ ...targetOf(choice, id), ...aim }],
        covers: coversOf(choice, id),
      };
}

type Season = Extract<ReviewId, { kind: 'season' }>;
type Aim = Omit<MappingDraft, keyof ReturnType<typeof targetOf>>;

const noNumbers = { season: null, firstNumber: null, lastNumber: null } as const;

/** Null for `automatic`, and for `keep`, which has one for each item. */
function aimOf({ choice, subjectId, offset, by, note }: ReviewChoice): Aim | null {
  if (choice === 'automatic' || choice === 'keep') return null;
  const said = note ?? null;
  if (choice === 'ignore')
    return { action: 'ignore', subjectId: null, offset: 0, by: 'ep', episodeId: null, note: said };
  return {
    action: 'map',
    subjectId: subjectId ?? null,
    offset: offset ?? 0,
    by: by ?? 'ep',
    episodeId: null,
    note: said,
  };
}

const targetOf = (choice: ReviewChoice, { showId, season }: Season) => ({
  mediaType: 'show' as const,
  traktId: showId,
  season: scopeOf(choice) === 'show' ? null : season,
  firstNumber: choice.range?.first ?? null,
  lastNumber: choice.range?.last ?? null,
  episodeOf: null,
});

/** Whatever is said of a part of what the choice is about. */
function coversOf(choice: ReviewChoice, { showId, season }: Season): MappingWish['covers'] {
  const scope = scopeOf(choice);
  const { range } = choice;
  return (one) => {
    const where = placeOf(one);
    if (where?.showId !== showId) return false;
    if (scope === 'show') return true;
    if (where.season !== season) return false;
    return range === undefined || (where.first !== null && isWithinRange(where, range));
  };
}

function onceWish(
  choice: ReviewChoice,
  question: Question,
  { id, aim, place }: { readonly id: Season; readonly aim: Aim | null; readonly place: string },
): MappingWish {
  const { range } = choice;
  const wanted = aim === null ? [] : rowsOf(choice, question).flatMap((row) => toWanted(row, aim));
  const ids = new Set(wanted.map(({ traktId }) => traktId));
  const isOfQuestion = ({ mediaType, episodeOf }: WantedMapping): boolean =>
    mediaType === 'episode' &&
    episodeOf?.showId === id.showId &&
    episodeOf.season === id.season &&
    (range === undefined || isWithin(episodeOf.number, range));
  return {
    place,
    wanted: [...new Map(wanted.map((one) => [one.traktId, one])).values()],
    covers: (one) =>
      aim === null ? isOfQuestion(one) : one.mediaType === 'episode' && ids.has(one.traktId),
  };
}

/** Each item as it is marked, else as it was matched before: one mapping each, for no offset need say it. */
function keepWish(choice: ReviewChoice, question: Question, place: string): MappingWish {
  const rows = rowsOf(choice, question).toSorted(
    (one, other) => Number(one.isInQuestion) - Number(other.isInQuestion),
  );
  const wanted = new Map(
    rows.flatMap((row) => toKept(row, choice).map((one) => [one.traktId, one] as const)),
  );
  const mediaType = question.id.kind === 'movie' ? 'movie' : 'episode';
  return {
    place,
    wanted: [...wanted.values()],
    covers: (one) => one.mediaType === mediaType && wanted.has(one.traktId),
  };
}

function toKept(row: ReviewRow, { note }: ReviewChoice): WantedMapping[] {
  const { facts, isInQuestion, promised } = row;
  const { subjectId, episodeId } = isInQuestion ? row : (promised ?? row);
  if (subjectId === null) return [];
  const aim = { action: 'map', subjectId, offset: 0, by: 'ep', episodeId } as const;
  const said = { ...aim, note: note ?? null };
  return facts.kind === 'movie'
    ? [{ mediaType: 'movie', traktId: facts.traktId, ...noNumbers, ...said, episodeOf: null }]
    : toWanted(row, said);
}

function toWanted({ facts }: ReviewRow, aim: Aim): WantedMapping[] {
  if (facts.kind !== 'episode') return [];
  const { traktId, season, number, show } = facts;
  const episodeOf = { showId: show.traktId, season, number };
  return [{ mediaType: 'episode', traktId, ...noNumbers, ...aim, episodeOf }];
}

interface Where {
  readonly showId: number;
  readonly season: number | null;
  readonly first: number | null;
  readonly last: number | null;
}

function placeOf(one: WantedMapping): Where | null {
  if (one.mediaType === 'show')
    return {
      showId: one.traktId,
      season: one.season,
      first: one.firstNumber,
      last: one.lastNumber,
    };
  const at = one.episodeOf;
  return at === null
    ? null
    : { showId: at.showId, season: at.season, first: at.number, last: at.number };
}

const isWithin = (number: number, range: { readonly first: number; readonly last: number }) =>
  range.first <= number && number <= range.last;

const isWithinRange = ({ first, last }: Where, range: NonNullable<ReviewChoice['range']>) =>
  first !== null && isWithin(first, range) && isWithin(last ?? first, range);
