import type { CallOptions } from '../../../upstream/http/index.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { Connections } from '../../connections/index.js';
import { allRead, type RunStore } from '../run-store.js';

export interface ReadCollectionsDeps {
  readonly connections: Connections;
  readonly bangumi: BangumiClient;
  readonly runs: RunStore;
}

/** Reads all of a person's collections once, for a run that touches many subjects. Safe to repeat: rows are keyed by run. */
export async function readCollections(
  { connections, bangumi, runs }: ReadCollectionsDeps,
  { userId, runId }: { readonly userId: string; readonly runId: string },
  options: CallOptions,
): Promise<void> {
  const access = await connections.accessOf(userId, 'bangumi');
  const collections = await bangumi.readCollections(access, access.accountName, options);
  await runs.putCollections(runId, [
    ...collections,
    { subjectId: allRead, type: 0, private: false },
  ]);
}
