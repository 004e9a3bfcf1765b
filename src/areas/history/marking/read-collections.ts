import type { CallOptions } from '../../../upstream/http/index.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { Connections } from '../../connections/index.js';
import { allRead, type CollectionStates } from './collection-states.js';

export interface ReadCollectionsDeps {
  readonly connections: Connections;
  readonly bangumi: BangumiClient;
  readonly collections: CollectionStates;
}

/** Reads all of a person's collections once, for a run that touches many subjects. Safe to repeat: rows are keyed by run. */
export async function readCollections(
  { connections, bangumi, collections }: ReadCollectionsDeps,
  { userId, runId }: { readonly userId: string; readonly runId: string },
  options: CallOptions,
): Promise<void> {
  const access = await connections.accessOf(userId, 'bangumi');
  const read = await bangumi.readCollections(access, access.accountName, options);
  await collections.putCollections(runId, [...read, { subjectId: allRead, type: 0 }]);
}
