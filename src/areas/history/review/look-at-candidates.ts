import { messageOf } from '../../../platform/lib/errors.js';
import type { Access } from '../../../upstream/http/index.js';
import type { Connections } from '../../connections/index.js';
import {
  keyOf,
  type Candidate,
  type Evidence,
  type KnownSubject,
  type Mapping,
  type MediaItem,
  type SubjectLookup,
} from '../../matching/index.js';
import type { ReviewCandidate } from './review.js';
import type { MatchRow, ReviewRow } from './review-store.js';
import { standsAs } from './stands-as.js';
import { sideBySide, suggestOffset } from './suggest-offset.js';

export interface CandidateLookup {
  readonly lookup: SubjectLookup;
  readonly connections: Pick<Connections, 'accessOf'>;
}

interface Asked {
  readonly items: readonly MediaItem[];
  readonly rows: readonly ReviewRow[];
  readonly matches: ReadonlyMap<string, MatchRow>;
  readonly mappings: readonly Mapping[];
}

const candidatesShown = 8;
/** Questions to Bangumi for one look at a question of the review. */
const questions = 5;
const week = 7 * 24 * 3_600_000;

/** What it could be, most likely first, with all that is known of each. That Bangumi cannot be asked is told, not thrown. */
export async function lookAtCandidates(
  { lookup, connections }: CandidateLookup,
  userId: string,
  asked: Asked,
): Promise<{
  readonly candidates: readonly ReviewCandidate[];
  readonly notAsked: string | null;
}> {
  const found = gather(asked);
  const { access, refusal } = await accessOrNot(connections, userId);
  const { subjects, failure, leftOut } = await lookup.look({
    subjectIds: found.map(({ subjectId }) => subjectId),
    access,
    maxAge: week,
    atMost: questions,
  });
  const candidates = found.map((each) =>
    toCandidate(each, subjects.get(each.subjectId), asked.items),
  );
  const why = failure === null ? refusal : messageOf(failure);
  const isLacking = candidates.some(({ facts }) => facts === 'unknown');
  const tooMany =
    leftOut > 0 && refusal === null ? 'The rest is asked for with the next look.' : null;
  return { candidates, notAsked: isLacking ? (why ?? tooMany) : null };
}

async function accessOrNot(
  connections: Pick<Connections, 'accessOf'>,
  userId: string,
): Promise<{ readonly access: Access | null; readonly refusal: string | null }> {
  try {
    return { access: await connections.accessOf(userId, 'bangumi'), refusal: null };
  } catch (error) {
    return { access: null, refusal: messageOf(error) };
  }
}

interface Found {
  readonly subjectId: number;
  readonly evidence: readonly Evidence[];
  /** The row matching thought of, by Trakt's id of the item. */
  readonly readings: ReadonlyMap<number, number>;
  readonly named: number;
  readonly isInQuestion: boolean;
}

interface Gathering {
  readonly evidence: Evidence[];
  readonly readings: Map<number, number>;
  named: number;
  isInQuestion: boolean;
}

/** Subjects that mappings, decisions and candidates name; both sides of what is in question come first, then those named for most items. */
function gather(asked: Asked): Found[] {
  const found = new Map<number, Gathering>();
  const note = (subjectId: number): Gathering => {
    const known = found.get(subjectId) ?? newGathering();
    found.set(subjectId, known);
    known.named += 1;
    return known;
  };
  for (const { subjectId } of asked.mappings) if (subjectId !== null) note(subjectId);
  for (const row of asked.rows) noteRow(row, asked.matches, note);
  for (const item of asked.items) {
    for (const candidate of asked.matches.get(keyOf(item))?.candidates ?? [])
      add(note(candidate.subjectId), item, candidate);
  }
  return [...found]
    .map(([subjectId, known]) => ({ subjectId, ...known, evidence: known.evidence.slice(0, 10) }))
    .toSorted((one, other) => rankOf(other) - rankOf(one))
    .slice(0, candidatesShown);
}

/** Higher is shown earlier. */
const rankOf = ({ named, isInQuestion }: Found): number => named + (isInQuestion ? 1e6 : 0);

function noteRow(
  row: ReviewRow,
  matches: Asked['matches'],
  note: (subjectId: number) => Gathering,
): void {
  const { subjectId, episodeId, facts } = row;
  const sides = standsAs.changed(row) ? sidesOf(matches.get(keyOf(facts))) : [];
  for (const side of sides) note(side).isInQuestion = true;
  if (subjectId === null) return;
  const known = note(subjectId);
  known.isInQuestion ||= row.isInQuestion;
  if (episodeId !== null) known.readings.set(facts.traktId, episodeId);
}

const newGathering = (): Gathering => ({
  evidence: [],
  readings: new Map(),
  named: 0,
  isInQuestion: false,
});

/** The subjects of what it was and of what it would be. */
const sidesOf = (match: MatchRow | undefined): readonly number[] =>
  [match?.heldBack?.previous.subjectId, match?.heldBack?.instead?.subjectId].flatMap(
    (subjectId) => subjectId ?? [],
  );

function add({ evidence, readings }: Gathering, item: MediaItem, candidate: Candidate): void {
  if (candidate.episodeId !== null) readings.set(item.traktId, candidate.episodeId);
  const isNew = (one: Evidence) => !evidence.some(({ detail }) => detail === one.detail);
  evidence.push(...candidate.evidence.filter(isNew));
}

function toCandidate(
  { subjectId, evidence, readings }: Found,
  known: KnownSubject | undefined,
  items: readonly MediaItem[],
): ReviewCandidate {
  const rows = known?.rows ?? [];
  const suggestedOffset = suggestOffset(items, rows, readings);
  return {
    subjectId,
    evidence,
    ...factsOf(known),
    rows,
    suggestedOffset,
    sideBySide: sideBySide(items, rows, suggestedOffset),
  };
}

function factsOf(known: KnownSubject | undefined) {
  const subject = known?.subject;
  const none = {
    name: null,
    nameCn: null,
    image: null,
    date: null,
    platform: null,
    episodes: null,
  };
  if (subject === undefined) return { facts: 'unknown' as const, ...none };
  if (subject === null) return { facts: 'gone' as const, ...none };
  const { name, nameCn, image, date, platform, eps } = subject;
  return { facts: 'known' as const, name, nameCn, image, date, platform, episodes: eps };
}
