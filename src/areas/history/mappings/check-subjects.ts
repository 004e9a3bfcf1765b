import type { Fault } from '../../../platform/lib/errors.js';
import { UpstreamError, type Access } from '../../../upstream/http/index.js';
import { ConnectingError, NeedsReauthError, type Connections } from '../../connections/index.js';
import type {
  KnownSubject,
  LookedAt,
  MappingDraft,
  PlacedDraft,
  SubjectLookup,
} from '../../matching/index.js';

export interface CheckSubjectsDeps {
  readonly lookup: SubjectLookup;
  readonly connections: Pick<Connections, 'accessOf'>;
}

export interface Ask {
  readonly subjectIds: readonly number[];
  /** Whose rows are needed. */
  readonly tablesOf: readonly number[];
  readonly maxAge: number;
  readonly atMost: number;
}

export const aDay = 24 * 3_600_000;
/** Old enough to be asked again when something is not there. */
export const aMoment = 60_000;

/**
 * Subjects, in the name of this person. Throws ConnectingError `service-away` or another error of the connection: what cannot
 * be asked is not taken for granted.
 */
export async function askSubjects(
  { lookup, connections }: CheckSubjectsDeps,
  userId: string,
  ask: Ask,
): Promise<LookedAt> {
  if (ask.subjectIds.length === 0) return { subjects: new Map(), failure: null, leftOut: 0 };
  const access = await accessOrAway(connections, userId);
  const looked = await lookup.look({ ...ask, access });
  if (looked.failure === null) return looked;
  if (looked.failure.kind === 'unauthorized') throw new NeedsReauthError('bangumi');
  throw away();
}

const away = (): ConnectingError =>
  new ConnectingError(
    'service-away',
    'Bangumi cannot be asked whether there is such a subject. Nothing was changed; try again later.',
  );

/** A token that has to be renewed first needs Bangumi too. */
async function accessOrAway(
  connections: Pick<Connections, 'accessOf'>,
  userId: string,
): Promise<Access> {
  try {
    return await connections.accessOf(userId, 'bangumi');
  } catch (error) {
    if (error instanceof UpstreamError) throw away();
    throw error;
  }
}

const types: Readonly<Record<number, string>> = { 1: 'a book', 3: 'music', 4: 'a game' };

/** What is wrong with the subjects these drafts name. */
export const subjectFaults = (
  drafts: readonly PlacedDraft[],
  subjects: ReadonlyMap<number, KnownSubject>,
): Fault[] =>
  drafts.flatMap(({ draft, place }) => {
    if (draft.subjectId === null) return [];
    const message = faultOf(draft.subjectId, subjects.get(draft.subjectId));
    if (message !== null) return [{ place: `${place}/subject_id`, message }];
    return rowFault(draft, subjects.get(draft.subjectId), place);
  });

function faultOf(subjectId: number, known: KnownSubject | undefined): string | null {
  const subject = known?.subject;
  if (subject === undefined) return null;
  if (subject === null)
    return `Bangumi has no subject ${subjectId}, or does not show it to your account`;
  const other = types[subject.type];
  return other === undefined
    ? null
    : `subject ${subjectId} (${subject.name}) is ${other}, not something watched`;
}

function rowFault(draft: MappingDraft, known: KnownSubject | undefined, place: string): Fault[] {
  const rows = known?.rows;
  if (draft.episodeId === null || rows === undefined) return [];
  if (rows?.some(({ id }) => id === draft.episodeId) === true) return [];
  const message = `subject ${draft.subjectId ?? '?'} has no episode ${draft.episodeId}`;
  return [{ place: `${place}/episode_id`, message }];
}

/** A subject that was merged is named by the one it was merged into. */
export function followed<T extends MappingDraft>(
  draft: T,
  subjects: ReadonlyMap<number, KnownSubject>,
): T {
  const subject = draft.subjectId === null ? null : subjects.get(draft.subjectId)?.subject;
  return subject === undefined || subject === null ? draft : { ...draft, subjectId: subject.id };
}
