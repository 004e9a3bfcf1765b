import { describe, expect, it } from '@jest/globals';
import { Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { createSyncCommands } from '../../../src/orchestration/commands.js';
import { queueNames, type SyncAnswer } from '../../../src/workflows/contract.js';
import { collectLog } from '../../support/collect-log.js';

const closing = new WorkflowUpdateFailedError(
  'Workflow Update failed',
  ApplicationFailure.create({ type: 'AcceptedUpdateCompletedWorkflow' }),
);
const gone = new WorkflowNotFoundError(
  'workflow execution already completed',
  'history:u1',
  undefined,
);
const refused = new WorkflowUpdateFailedError(
  'Workflow Update failed',
  ApplicationFailure.create({ type: 'Refused' }),
);
const answer: SyncAnswer = { runId: 'run-1', outcome: 'started' };

/** Commands whose server answers each try as scripted. */
function commandsAgainst(script: readonly (Error | SyncAnswer)[]) {
  const remaining = [...script];
  const workflow = {
    executeUpdateWithStart: (): Promise<SyncAnswer | undefined> => {
      const next = remaining.shift();
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
  };
  const client: unknown = Object.create(Client.prototype, {
    workflow: { value: workflow },
    withDeadline: { value: (_deadline: number, act: () => Promise<unknown>) => act() },
  });
  if (!(client instanceof Client)) throw new Error('not a client');
  return createSyncCommands({ client, queues: queueNames(''), log: collectLog().log });
}

const wish = { requestId: 'a', mode: 'normal', trigger: 'manual' } as const;

describe('a sync request that meets a workflow which just closes', () => {
  it('is sent again until a run takes it', async () => {
    const accepted = await commandsAgainst([closing, gone, answer]).request('u1', wish);
    expect(accepted).toEqual({ ...answer, workflowId: 'history:u1' });
  });

  it('is not sent again when the workflow itself refuses it', async () => {
    await expect(commandsAgainst([refused, answer]).request('u1', wish)).rejects.toBe(refused);
  });
});
