import type { JobActivitiesDeps, JobWork } from '../../activities/index.js';
import type { Connections } from '../../areas/connections/index.js';
import type { History } from '../../areas/history/index.js';
import type { Lists } from '../../areas/lists/index.js';
import type {
  Cleanup,
  Expirations,
  HealthWatch,
  LedgerCheck,
  SyncWatch,
} from '../../areas/maintenance/index.js';
import {
  DataSetError,
  type IdMapData,
  type Matching,
  type RefreshOutcome,
} from '../../areas/matching/index.js';
import type { Usage } from '../../areas/usage/index.js';
import type { AccountDeletion } from '../../orchestration/accounts/delete-account.js';
import type { ConnectionCommands } from '../../orchestration/connections/connection-commands.js';
import type { JobCommands } from '../../orchestration/jobs.js';
import type { ListCommands } from '../../orchestration/lists.js';
import type { ScheduleCommands } from '../../orchestration/schedules/schedule-commands.js';
import { InputError } from '../../platform/lib/errors.js';
import type { JobReport } from '../../workflows/contract.js';
import type { StorageReconciled } from './files.js';

export type Jobs = JobActivitiesDeps['jobs'];

export interface JobParts {
  readonly schedules: Pick<ScheduleCommands, 'watch' | 'reconcile'>;
  readonly connections: Pick<Connections, 'renewDue'>;
  readonly connecting: Pick<ConnectionCommands, 'heal'>;
  readonly accountDeletion: Pick<AccountDeletion, 'finish'>;
  readonly idMapData: Pick<IdMapData, 'refresh'>;
  readonly matching: Pick<Matching, 'recheck'>;
  /** Makes one where backups go, and removes those that need not be kept. */
  readonly backUp: JobWork;
  readonly cleanup: Pick<Cleanup, 'run'>;
  readonly expirations: Pick<Expirations, 'check'>;
  readonly ledgerCheck: LedgerCheck;
  readonly healthWatch: Pick<HealthWatch, 'run'>;
  readonly syncWatch: Pick<SyncWatch, 'run'>;
  readonly history: Pick<History, 'tellChanged'>;
  readonly jobCommands: Pick<JobCommands, 'settleLost'>;
  readonly usage: Pick<Usage, 'readRelay'>;
  readonly lists: { readonly keeping: Pick<Lists['keeping'], 'unbegunDeletions'> };
  readonly listing: Pick<ListCommands, 'remove'>;
  /** Files and their objects, and what nobody sees in storage. */
  readonly reconcile: () => Promise<StorageReconciled>;
}

/** What each job does. */
export const createJobs = ({
  schedules,
  connections,
  connecting,
  accountDeletion,
  idMapData,
  matching,
  backUp,
  cleanup,
  expirations,
  ledgerCheck,
  healthWatch,
  syncWatch,
  history,
  jobCommands,
  lists,
  listing,
  reconcile,
  usage,
}: JobParts): Jobs => ({
  'schedule-watch': inSteps(
    () => schedules.watch(),
    () => jobCommands.settleLost(),
    async () => ({ listDeletionsBegun: await beginListDeletions({ lists, listing }) }),
  ),
  'schedule-reconcile': inSteps(() => schedules.reconcile()),
  'connections-renew': inSteps(
    (signal) => connections.renewDue(signal),
    async () => ({ healed: await connecting.heal() }),
    async () => ({ accountsDeleted: await accountDeletion.finish() }),
  ),
  'id-map-refresh': (signal) => refreshIdMap(idMapData, signal),
  'data-sync': usage.readRelay ?? withoutRelay,
  backup: backUp,
  'file-reconcile': inSteps(() => reconcile()),
  'expiration-check': inSteps((signal) => expirations.check(signal)),
  'ledger-check': (signal) => ledgerCheck.run(signal),
  'health-check': inSteps(
    () => healthWatch.run(),
    () => syncWatch.run(),
  ),
  cleanup: (signal) => cleanup.run(signal),
  'matches-recheck': inSteps(
    (signal) => matching.recheck(signal),
    async () => ({ told: await history.tellChanged() }),
  ),
});

/** Counts by name: what an area answers is an interface, which has no index. */
type Counts<T> = { readonly [K in keyof T]: number };
type Step<T> = (signal: AbortSignal) => Promise<T & Counts<T>>;

/** One step after the other, none begun once it is to stop; what all of them counted. */
const inSteps =
  <T extends readonly object[]>(...steps: { readonly [K in keyof T]: Step<T[K]> }): JobWork =>
  async (signal) => {
    let report: JobReport = {};
    for (const step of steps) {
      signal.throwIfAborted();
      report = { ...report, ...(await step(signal)) };
    }
    return report;
  };

/** It has no schedule then, and cannot be asked for; one left over from another configuration says so. */
const withoutRelay = (): Promise<JobReport> =>
  Promise.reject(
    new InputError('relay', [
      { place: 'RELAY_URL', message: 'is to be set, with a token or password, for every worker' },
    ]),
  );

async function beginListDeletions({
  lists,
  listing,
}: Pick<JobParts, 'lists' | 'listing'>): Promise<number> {
  const unbegun = await lists.keeping.unbegunDeletions();
  for (const of of unbegun) await listing.remove(of);
  return unbegun.length;
}

/** A source that does not answer now may do so at the next attempt; what was taken by then is unchanged. */
async function refreshIdMap(
  { refresh }: JobParts['idMapData'],
  signal: AbortSignal,
): Promise<JobReport> {
  const ended = await refresh({ signal });
  const lost = ended.find(({ outcome }) => outcome === 'unreachable');
  if (lost !== undefined)
    throw new DataSetError('unreachable', lost.name, lost.fault?.message ?? 'could not be read');
  const count = (...outcomes: readonly RefreshOutcome[]) =>
    ended.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    taken: count('taken'),
    unchanged: count('unchanged'),
    heldBack: count('held-back'),
    refused: count('refused'),
  };
}
