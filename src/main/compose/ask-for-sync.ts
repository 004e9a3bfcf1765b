import type { Connections } from '../../areas/connections/index.js';
import type { History } from '../../areas/history/index.js';
import type { SyncCommands } from '../../orchestration/commands.js';
import type { PlanCommands } from '../../orchestration/plans.js';

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
