import type { Client } from '@temporalio/client';
import type { ImportEnding, ImportView } from '../areas/portable/index.js';
import {
  searchAttributes,
  type ImportPlaysInput,
  type ImportPlaysResult,
  type QueueNames,
} from '../workflows/contract.js';
import { cancelIfRunning, isRunning } from './ask-workflow.js';
import { startOrJoin } from './start-or-join.js';

// For whoever stores one before it is started.
export { importWorkflowId } from '../workflows/contract.js';

export interface ImportCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
  readonly imports: {
    readonly find: (userId: string, id: string) => Promise<ImportView | undefined>;
    readonly close: (ending: ImportEnding) => Promise<unknown>;
    readonly forget: (userId: string, id: string) => Promise<void>;
  };
}

export interface ImportCommands {
  /** Takes up an import whose file is there. One that was taken up before goes on, or is over. */
  start(view: Pick<ImportView, 'id' | 'userId' | 'workflowId'>): Promise<'started' | 'joined'>;
  /** As it stands; one that nobody works on, though it says so, is taken up or closed. */
  find(userId: string, id: string): Promise<ImportView | undefined>;
  /** Asks one that goes on to stop; of one that is over the record is removed. What was taken in stays. */
  remove(view: ImportView): Promise<'cancelling' | 'forgotten'>;
}

type ImportPlays = (input: ImportPlaysInput) => Promise<ImportPlaysResult>;

const startMs = 10_000;

/** The door to people's imports. */
export function createImportCommands(deps: ImportCommandsDeps): ImportCommands {
  const { client, imports } = deps;
  return {
    start: (view) => start(deps, view),

    async find(userId, id) {
      const view = await imports.find(userId, id);
      if (view?.status !== 'running' || (await isRunning(client, view.workflowId))) return view;
      // It may have ended between the two questions; closing leaves what has ended alone.
      if ((await start(deps, view)) === 'joined' && !(await isRunning(client, view.workflowId)))
        await imports.close(forsaken(view));
      return imports.find(userId, id);
    },

    async remove(view) {
      if (view.status === 'running') {
        const outcome = await cancelIfRunning(client, view.workflowId);
        if (outcome === 'cancelling') return outcome;
      }
      await imports.forget(view.userId, view.id);
      return 'forgotten';
    },
  };
}

const start = (
  { client, queues }: ImportCommandsDeps,
  { id, userId, workflowId }: Pick<ImportView, 'id' | 'userId' | 'workflowId'>,
): Promise<'started' | 'joined'> =>
  startOrJoin(() =>
    client.withDeadline(Date.now() + startMs, () =>
      client.workflow.start<ImportPlays>('importPlays', {
        workflowId,
        taskQueue: queues.main,
        args: [{ userId, importId: id }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: [
          { key: searchAttributes.user, value: userId },
          { key: searchAttributes.kind, value: 'importPlays' },
        ],
        staticSummary: `Import of user ${userId}`,
        // A person waits for it: before scheduled runs.
        priority: { priorityKey: 2 },
      }),
    ),
  );

const forsaken = ({ userId, id }: ImportView): ImportEnding => ({
  userId,
  importId: id,
  status: 'failed',
  advice: 'Its workflow was ended from outside; import the file again.',
  retryAt: null,
});
