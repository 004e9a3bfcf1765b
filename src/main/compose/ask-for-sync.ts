import type { Connections } from '../../areas/connections/index.js';
import type { History } from '../../areas/history/index.js';
import type { SyncCommands } from '../../orchestration/commands.js';
import { createImportCommands } from '../../orchestration/imports.js';
import { createPlanCommands, type PlanCommands } from '../../orchestration/plans.js';
import type { TemporalLink } from '../../orchestration/connect.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { QueueNames } from '../../workflows/contract.js';
import type { Areas } from './areas.js';

interface Parts {
  readonly connections: Pick<Connections, 'list'>;
  readonly history: Pick<History, 'settings'>;
  readonly syncs: Pick<SyncCommands, 'request'>;
  readonly plans: Pick<PlanCommands, 'request'>;
}

/** Asks for the sync that takes up what came into a person's ledger: real or dry, as their settings have it; null where there can be none. */
export const createAskForSync =
  ({ connections, history, syncs, plans }: Parts) =>
  async (userId: string, requestId: string): Promise<string | null> => {
    const { enabled, dryRun } = await history.settings.read(userId);
    const all = await connections.list(userId);
    if (!enabled || all.some(({ state }) => state !== 'connected')) return null;
    const wish = { requestId, mode: 'normal', trigger: 'manual' } as const;
    return dryRun
      ? (await plans.request(userId, wish)).planId
      : (await syncs.request(userId, wish)).runId;
  };

interface AskingParts {
  readonly client: TemporalLink['client'];
  readonly queues: QueueNames;
  readonly log: Logger;
  readonly areas: Pick<Areas, 'connections' | 'history' | 'imports'>;
  readonly syncs: SyncCommands;
}

/** What is asked for besides a real sync, or asks for one. */
export function composeAsking({ client, queues, log, areas, syncs }: AskingParts) {
  const plans = createPlanCommands({ client, queues, log, ...areas.history.planning.forCommands });
  return {
    plans,
    importing: createImportCommands({ client, queues, imports: areas.imports }),
    askForSync: createAskForSync({ ...areas, syncs, plans }),
  };
}
