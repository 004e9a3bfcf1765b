import type { CallOptions } from '../../../upstream/http/index.js';
import type { ConnectionAccess } from '../../connections/index.js';
import type { CollectionStates } from './collection-states.js';
import type { MarkingClient } from './recorded-client.js';

export interface FindCollectionDeps {
  readonly collections: CollectionStates;
  readonly bangumi: Pick<MarkingClient, 'readCollection'>;
}

export interface FindCollection {
  readonly access: ConnectionAccess;
  readonly runId: string;
  readonly subjectId: number;
  /** True: what the run remembers may no longer hold. */
  readonly again: boolean;
  readonly options: CallOptions;
}

/** The collection's type, or null when the subject is not collected. */
export async function findCollection(
  { collections, bangumi }: FindCollectionDeps,
  { access, runId, subjectId, again, options }: FindCollection,
): Promise<number | null> {
  const remembered = again ? undefined : await collections.collectionType(runId, subjectId);
  if (remembered !== undefined) return remembered;
  const at = { username: access.accountName, subjectId };
  return (await bangumi.readCollection(access, at, options))?.type ?? null;
}
