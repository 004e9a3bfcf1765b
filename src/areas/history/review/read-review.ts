import { groupBy } from '../../../platform/lib/group-by.js';
import { NotFoundError } from '../../../platform/lib/errors.js';
import {
  findMapping,
  keyOf,
  mappingEvidence,
  type Evidence,
  type KnownSubject,
  type Mapping,
  type MappingStore,
  type MediaItem,
  type SubjectLookup,
} from '../../matching/index.js';
import { lookAtCandidates, type CandidateLookup } from './look-at-candidates.js';
import { numberRanges } from './number-ranges.js';
import type {
  Heading,
  ReviewAsked,
  ReviewDetail,
  ReviewedItem,
  ReviewFilter,
  ReviewGroup,
  ReviewPage,
  ReviewState,
  Standing,
  StateCount,
} from './review.js';
import { readChange } from './read-change.js';
import { parseReviewId, type ReviewId } from './review-id.js';
import type { MatchRow, ReviewRow, ReviewStore } from './review-store.js';
import { standsAs } from './stands-as.js';
import { textsOf } from '../wording/languages.js';
import { sayWithBasis } from '../wording/say-standing.js';
import type { Texts } from '../wording/texts.js';

export interface ReadReviewDeps extends CandidateLookup {
  readonly review: ReviewStore;
  readonly mappings: MappingStore;
  readonly lookup: SubjectLookup;
}

const candidatesShown = 3;
/** In the list. */
const evidenceShown = 3;

/** What a person's plays were decided to be, one question per season and film. Asks nobody. */
export async function listReview(
  deps: ReadReviewDeps,
  userId: string,
  filter: ReviewFilter,
): Promise<ReviewPage> {
  const { items: ids, nextCursor } = await deps.review.groups(userId, filter);
  const rows = groupBy(await deps.review.items(userId, ids.flatMap(toId)), (row) => row.groupId);
  const firsts = ids.flatMap((id) => firstOf(rows.get(id) ?? [], filter.state));
  const items = firsts.map(({ facts }) => facts);
  const matches = await deps.review.matches(items);
  const mappings = await deps.mappings.about(userId, items);
  const shown = new Map(
    firsts.map((row) => [row.groupId, subjectsOf(row, matches).slice(0, candidatesShown)]),
  );
  const { subjects } = await deps.lookup.look({
    subjectIds: [...new Set([...shown.values()].flat())],
    access: null,
    maxAge: Infinity,
    atMost: 0,
  });
  const decided = { matches, mappings, texts: textsOf[filter.language] };
  const groups = firsts.map((first): ReviewGroup => ({
    ...headingOf(first),
    counts: countsOf(rows.get(first.groupId) ?? []),
    numbers: numbersOf(rows.get(first.groupId) ?? [], filter.state),
    ...reasonOf(first, rows.get(first.groupId) ?? [], decided),
    candidates: (shown.get(first.groupId) ?? []).map((id) => titleOf(id, subjects)),
  }));
  return { items: groups, nextCursor };
}

/** One question with what helps to answer it. Throws NotFoundError when the person watched nothing of it. */
export async function readReview(
  deps: ReadReviewDeps,
  { userId, id, language }: ReviewAsked,
): Promise<ReviewDetail> {
  const rows = await deps.review.items(userId, toId(id));
  const [first] = rows;
  if (first === undefined) throw new NotFoundError('You have watched nothing of that id.');
  const items = [...groupBy(rows, ({ facts }) => facts.traktId).values()].flatMap(([row]) =>
    row === undefined ? [] : [row.facts],
  );
  const matches = await deps.review.matches(items);
  const mappings = await deps.mappings.about(userId, items);
  const { candidates, notAsked } = await lookAtCandidates(deps, userId, {
    items,
    rows,
    matches,
    mappings,
  });
  return {
    ...headingOf(first),
    items: items.map((item) =>
      toReviewed(item, rows, { matches, mappings, texts: textsOf[language] }),
    ),
    candidates,
    mappings,
    notAsked,
  };
}

const toId = (text: string): ReviewId[] => {
  const id = parseReviewId(text);
  return id === undefined ? [] : [id];
};

interface Decided {
  readonly matches: ReadonlyMap<string, MatchRow>;
  readonly mappings: readonly Mapping[];
  readonly texts: Texts;
}

function evidenceOf(
  item: MediaItem,
  { matches, mappings }: Omit<Decided, 'texts'>,
): readonly Evidence[] {
  const mapping = findMapping(item, mappings);
  return mapping === undefined
    ? (matches.get(keyOf(item))?.evidence ?? [])
    : [mappingEvidence(mapping)];
}

/** Why the first of a question stands as it does, in words. */
function reasonOf(
  first: ReviewRow,
  rows: readonly ReviewRow[],
  decided: Decided,
): Pick<ReviewGroup, 'reason' | 'change'> {
  const change = readChange(rowsOf(first.facts, rows), decided);
  const evidence = evidenceOf(first.facts, decided).slice(0, evidenceShown);
  const mapping = findMapping(first.facts, decided.mappings);
  const isMarked = first.isInQuestion && change !== null;
  return {
    change,
    reason: isMarked ? change.words : sayWithBasis(first, { mapping, evidence }, decided.texts),
  };
}

const rowsOf = (item: MediaItem, rows: readonly ReviewRow[]): readonly ReviewRow[] =>
  rows.filter(({ facts }) => keyOf(facts) === keyOf(item));

function toReviewed(item: MediaItem, rows: readonly ReviewRow[], decided: Decided): ReviewedItem {
  const own = rowsOf(item, rows);
  const change = readChange(own, decided);
  const standings = own.map(toStanding);
  const standing = own.find(({ state }) => state !== 'seen');
  if (standing === undefined) return { item, standings, decision: null, change };
  const { state, reason, subjectId, episodeId } = standing;
  const kind = state === 'parked' || state === 'excluded' ? state : 'matched';
  // What is marked was decided by what holds no more.
  const evidence =
    standing.isInQuestion && change !== null ? change.previous.evidence : evidenceOf(item, decided);
  const mapping = findMapping(item, decided.mappings);
  const mappingId = mapping?.id ?? null;
  const words = sayWithBasis(standing, { mapping, evidence }, decided.texts);
  return {
    item,
    standings,
    decision: { kind, reason, subjectId, episodeId, evidence, words, mappingId },
    change,
  };
}

const toStanding = ({
  state,
  reason,
  plays,
  dueAt,
  subjectId,
  episodeId,
}: ReviewRow): Standing => ({
  state,
  reason,
  plays,
  dueAt,
  subjectId,
  episodeId,
});

function headingOf({ groupId: id, facts }: ReviewRow): Heading {
  const about = facts.kind === 'movie' ? facts.movie : facts.show;
  const { traktId, title, originalTitle, year } = about;
  const mediaType = facts.kind === 'movie' ? 'movie' : 'show';
  const season = facts.kind === 'movie' ? null : facts.season;
  return { id, mediaType, traktId, title, originalTitle, year, season };
}

function countsOf(rows: readonly ReviewRow[]): StateCount[] {
  const groups = groupBy(rows, ({ state, reason }) => `${state} ${reason ?? ''}`);
  return [...groups.values()].flatMap((same) => {
    const [row] = same;
    if (row === undefined) return [];
    const { state, reason } = row;
    const plays = same.reduce((sum, one) => sum + one.plays, 0);
    return [{ state, reason, plays, items: new Set(same.map(({ facts }) => facts.traktId)).size }];
  });
}

function firstOf(rows: readonly ReviewRow[], state: ReviewState): ReviewRow[] {
  const first = rows.find(standsAs[state]);
  return first === undefined ? [] : [first];
}

function numbersOf(rows: readonly ReviewRow[], state: ReviewState): string | null {
  const numbers = rows
    .filter(standsAs[state])
    .flatMap(({ facts }) => (facts.kind === 'episode' ? [facts.number] : []));
  return numbers.length === 0 ? null : numberRanges(numbers);
}

function subjectsOf(
  { facts, subjectId }: ReviewRow,
  matches: ReadonlyMap<string, MatchRow>,
): number[] {
  const candidates = matches.get(keyOf(facts))?.candidates ?? [];
  const ids = candidates.map((candidate) => candidate.subjectId);
  return [...new Set(subjectId === null ? ids : [subjectId, ...ids])];
}

function titleOf(subjectId: number, subjects: ReadonlyMap<number, KnownSubject>) {
  const subject = subjects.get(subjectId)?.subject ?? null;
  return { subjectId, name: subject?.name ?? null, nameCn: subject?.nameCn ?? null };
}
