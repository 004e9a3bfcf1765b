import { collectionType } from '../../../upstream/bangumi/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { ConnectionAccess, Connections } from '../../connections/index.js';
import type { Matching } from '../../matching/index.js';
import type { PlayStore } from '../ledger/play-store.js';
import type { SubjectMove } from '../ledger/subject-plays.js';
import { theCollection, type Mark } from '../taking-back/mark.js';
import type { MarkRecord } from '../taking-back/mark-record.js';
import type { CallRecord } from './call-record.js';
import type { CollectionStates } from './collection-states.js';
import type { MarkingClient } from './recorded-client.js';
import type { SettingsStore } from '../settings-store.js';

export interface MarkSubjectDeps {
  readonly connections: Connections;
  readonly settings: SettingsStore;
  readonly plays: PlayStore;
  readonly collections: CollectionStates;
  readonly bangumi: MarkingClient;
  readonly calls: CallRecord;
  readonly marks: MarkRecord;
  readonly matching: Pick<Matching, 'forgetTable'>;
  readonly clock: Clock;
}

export interface MarkSubjectRequest {
  readonly userId: string;
  readonly runId: string;
  readonly subjectId: number;
  /** True from the second attempt on: what an earlier attempt did must be read, not remembered. */
  readonly again: boolean;
  readonly options: CallOptions;
}

/** One subject being marked for one person. */
export interface Marking {
  readonly deps: MarkSubjectDeps;
  readonly request: MarkSubjectRequest;
  readonly access: ConnectionAccess;
}

export const moveOf = ({
  request: { userId, runId, subjectId },
}: Marking): Omit<SubjectMove, 'episodeIds'> => ({
  userId,
  runId,
  subjectId,
});

/** What marking makes a collection. */
type Collected = typeof collectionType.doing | typeof collectionType.done;

/** Collects the subject anew; privacy is said only where the person asked for it, and only now, when the collection is made. */
export async function collect(marking: Marking, type: Collected): Promise<void> {
  const { deps, request } = marking;
  const { privateCollections } = await deps.settings.read(request.userId);
  await intend(marking, [{ episodeId: theCollection, before: null, after: type }]);
  await writeCollection(marking, { type, ...(privateCollections ? { private: true } : {}) });
}

/** Makes an existing collection done; all else of it is the person's own. */
export async function raise(marking: Marking, before: number | null): Promise<void> {
  await intend(marking, [{ episodeId: theCollection, before, after: collectionType.done }]);
  await writeCollection(marking, { type: collectionType.done });
}

/** Writes down what is about to be set, and what was there: by that it can be taken back. */
export const intend = (marking: Marking, marks: readonly Mark[]): Promise<void> =>
  marking.deps.marks.intend(moveOf(marking), marks);

const writeCollection = (
  { deps, request, access }: Marking,
  collection: { readonly type: Collected; readonly private?: boolean },
): Promise<void> =>
  deps.bangumi.collectSubject(
    access,
    { subjectId: request.subjectId, ...collection },
    forWrite(request.options),
  );

/**
 * A write that has left is waited for, even when the run is cancelled meanwhile: given up half-way it could still arrive, beside
 * the next run's.
 */
export function forWrite({ signal, ...options }: CallOptions): CallOptions {
  signal?.throwIfAborted();
  return options;
}
