import type { Client } from '@temporalio/client';
import { importWorkflowId, queueNames } from '../../../src/workflows/contract.js';
import { failing } from './failing.js';
import type { Execution, Scenario } from './scenario.js';
import type { Stage } from './stage.js';

/** Imports. */
export const importScenarios: Readonly<Record<string, () => Scenario>> = {
  'importPlays--takes-in': () => {
    let pieces = 0;
    return {
      activities: {
        readImport: () => {
          pieces += 1;
          return Promise.resolve({ isRead: pieces >= 2 });
        },
      },
      play: importing,
    };
  },

  'importPlays--refused': () => ({
    activities: {
      gatherImportTitles: () => Promise.resolve({ waiting: 0 }),
      applyImport: () => Promise.resolve({ kind: 'refused', badRows: 2 }),
    },
    play: importing,
  }),

  'importPlays--needs-reauth': () => ({
    activities: { lookUpImportTitles: failing('needs-reauth') },
    play: importing,
  }),

  'importPlays--no-sync-to-be-had': () => ({
    activities: { syncAfterImport: failing('TemporalUnavailableError') },
    play: importing,
  }),

  'importPlays--cancelled': () => {
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    return {
      activities: {
        lookUpImportTitles: () => {
          begin();
          // Goes on until it is cancelled: there is always one more.
          return Promise.resolve({ waiting: 1 });
        },
      },
      async play({ client, userId }) {
        const handle = await start(client, userId);
        await begun;
        await handle.cancel();
        await handle.result().catch(() => undefined);
        return { workflowId: handle.workflowId };
      },
    };
  },
};

const start = (client: Client, userId: string) =>
  client.workflow.start('importPlays', {
    workflowId: importWorkflowId(userId),
    taskQueue: queueNames('').main,
    args: [{ userId, importId: userId }],
  });

async function importing({ client, userId }: Stage): Promise<Execution> {
  const handle = await start(client, userId);
  await handle.result();
  return { workflowId: handle.workflowId };
}
