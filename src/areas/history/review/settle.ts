import { InputError, NotFoundError, type Fault } from '../../../platform/lib/errors.js';
import type { KnownSubject, Mapping } from '../../matching/index.js';
import type { Released } from '../ledger/release-mapped.js';
import { changeMappings, type ChangeMappingsDeps } from '../mappings/change-mappings.js';
import {
  aDay,
  aMoment,
  askSubjects,
  followed,
  subjectFaults,
  type CheckSubjectsDeps,
} from '../mappings/check-subjects.js';
import type { MappingWish } from '../mappings/plan-changes.js';
import { RowsMissingError, rowFaults } from './check-rows.js';
import { faultsOfChoice, rowsOf, toWish, type Question, type ReviewChoice } from './choice.js';
import { parseReviewId } from './review-id.js';
import type { ReviewRow, ReviewStore } from './review-store.js';

export interface SettleDeps extends ChangeMappingsDeps, CheckSubjectsDeps {
  readonly review: ReviewStore;
}

/** An answer to a question, and where it was said: a JSON pointer; empty for the whole body. */
export interface Answer {
  readonly id: string;
  readonly place: string;
  readonly choice: ReviewChoice;
  /** Rows that are not there yet are to come. */
  readonly allowMissing: boolean;
}

export interface Settling {
  readonly userId: string;
  /** For everybody instead of this person alone. */
  readonly isShared: boolean;
  readonly answers: readonly Answer[];
}

export interface Settled {
  readonly added: readonly Mapping[];
  readonly removed: readonly Mapping[];
  /** Plays put back into line, by person. */
  readonly released: readonly Released[];
  /** Plays of the person's own that Bangumi shows or was sent, and that stay as they are. */
  readonly alreadyMarked: number;
  /** Plays of the person's own that wait for the next sync. */
  readonly waiting: number;
}

interface Posed {
  readonly answer: Answer;
  readonly question: Question;
  readonly rows: readonly ReviewRow[];
  readonly wish: MappingWish;
}

/**
 * Answers questions of the review: all of them or, when there is any fault, none. Safe to repeat. Throws InputError with every
 * fault, RowsMissingError when all that is wrong are rows that may yet come, NotFoundError for a single question that is none.
 */
export async function settle(deps: SettleDeps, settling: Settling): Promise<Settled> {
  const { userId, isShared } = settling;
  const posed = await pose(deps, settling);
  const wishes = await check(deps, userId, posed);
  const change = { owner: isShared ? null : userId, by: userId, origin: 'review', wishes } as const;
  const changed = await changeMappings(deps, change);
  return { ...changed, ...countOwn(userId, posed, changed.released) };
}

/** The questions with what the person watched of them. */
async function pose(deps: SettleDeps, { userId, answers }: Settling): Promise<Posed[]> {
  const faults: Fault[] = [];
  const posed: Posed[] = [];
  for (const answer of answers) {
    const { place, choice } = answer;
    const question = await findQuestion(deps.review, userId, answer);
    if (question === undefined) {
      faults.push({ place: `${place}/id`, message: 'is no question of yours' });
      continue;
    }
    faults.push(...faultsOfChoice(choice, question.id, place));
    posed.push({
      answer,
      question,
      rows: rowsOf(choice, question),
      wish: toWish(choice, question, place),
    });
  }
  if (answers.length === 1 && posed.length === 0)
    throw new NotFoundError('You have watched nothing of that id.');
  if (faults.length > 0) throw new InputError('body', faults);
  return posed;
}

/** Undefined where the person watched nothing of it. */
async function findQuestion(
  review: ReviewStore,
  userId: string,
  answer: Answer,
): Promise<Question | undefined> {
  const id = parseReviewId(answer.id);
  const rows = id === undefined ? [] : await review.items(userId, [id]);
  if (id === undefined || rows.length === 0) return undefined;
  const isAboutShow = answer.choice.scope === 'show' && id.kind === 'season';
  return { id, rows: isAboutShow ? await review.itemsOfShow(userId, id.showId) : rows };
}

/** The wishes, once it is certain that what they name is there. */
async function check(
  deps: SettleDeps,
  userId: string,
  posed: readonly Posed[],
): Promise<MappingWish[]> {
  const drafts = posed.flatMap(({ wish }) =>
    wish.wanted.map((draft) => ({ draft, place: wish.place })),
  );
  const subjectIds = [...new Set(drafts.flatMap(({ draft }) => draft.subjectId ?? []))];
  const ask = { subjectIds, tablesOf: subjectIds, atMost: Infinity };
  const first = await askSubjects(deps, userId, { ...ask, maxAge: aDay });
  // What is not there may have come since it was asked for.
  const lacking = subjectIds.filter((id) => isLacking(id, posed, first.subjects));
  const again = { ...ask, subjectIds: lacking, tablesOf: lacking, maxAge: aMoment };
  const second = await askSubjects(deps, userId, again);
  const subjects = new Map([...first.subjects, ...second.subjects]);
  const rows = posed.map((each) => faultsOfRows(each, subjects));
  const faults = [
    ...dedupe(subjectFaults(drafts, subjects)),
    ...rows.flatMap(({ doubled }) => doubled),
  ];
  const missing = rows.flatMap((each) => each.missing);
  if (faults.length > 0) throw new InputError('body', [...faults, ...missing]);
  if (missing.length > 0) throw new RowsMissingError(missing);
  return posed.map(({ wish }) => ({
    ...wish,
    wanted: wish.wanted.map((draft) => followed(draft, subjects)),
  }));
}

const faultsOfRows = (
  { answer, rows, wish }: Posed,
  subjects: ReadonlyMap<number, KnownSubject>,
) => {
  const [draft] = wish.wanted;
  // What is kept names rows of its own, one by one.
  if (answer.choice.choice === 'keep') return { missing: [], doubled: [] };
  if (draft?.subjectId === undefined || draft.subjectId === null)
    return { missing: [], doubled: [] };
  const known = subjects.get(draft.subjectId);
  const faults = rowFaults(rows, draft, { known, place: wish.place });
  return answer.allowMissing ? { ...faults, missing: [] } : faults;
};

function isLacking(
  subjectId: number,
  posed: readonly Posed[],
  subjects: ReadonlyMap<number, KnownSubject>,
): boolean {
  const known = subjects.get(subjectId);
  if (known?.subject === null || known?.rows === null) return true;
  return posed.some(
    (each) =>
      each.wish.wanted[0]?.subjectId === subjectId &&
      faultsOfRows(each, subjects).missing.length > 0,
  );
}

/** Of a choice for single episodes each names the same subject. */
const dedupe = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map((fault) => [`${fault.place} ${fault.message}`, fault])).values(),
];

/** From how things stood before: what was in line already waits as well as what was released. */
function countOwn(
  userId: string,
  posed: readonly Posed[],
  released: readonly Released[],
): Pick<Settled, 'alreadyMarked' | 'waiting'> {
  const rows = new Set(posed.flatMap((each) => each.rows));
  const count = (states: readonly string[]) =>
    [...rows]
      .filter(({ state }) => states.includes(state))
      .reduce((sum, { plays }) => sum + plays, 0);
  const own = released.find((each) => each.userId === userId)?.plays ?? 0;
  return { alreadyMarked: count(['proven', 'sent']), waiting: own + count(['seen']) };
}
