import { ScheduleNotFoundError, type Client } from '@temporalio/client';
import type { Accounts } from '../../areas/accounts/index.js';
import type { Audit, AuditLogs } from '../../areas/audit/index.js';
import type { Connections } from '../../areas/connections/index.js';
import type { Files } from '../../areas/files/index.js';
import { forgetHistoryDetails } from '../../areas/history/index.js';
import { personalKinds, scheduleIdOf } from '../../areas/schedules/index.js';
import { forgetGoneKeys } from '../../areas/usage/index.js';
import { deleteEverywhere, type Database } from '../../platform/database/index.js';
import { messageOf, NotFoundError } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import {
  historyWorkflowId,
  listDeletionWorkflowId,
  listsWorkflowId,
  listWorkflowId,
} from '../../workflows/contract.js';
import { stopWorkflows } from './stop-workflows.js';

export interface AccountDeletionDeps {
  readonly db: Database;
  readonly accounts: Pick<Accounts, 'deletion'>;
  readonly connections: Pick<Connections, 'revokeAll'>;
  readonly files: Pick<Files, 'removeAllOf'>;
  readonly audit: Audit;
  readonly auditLogs: Pick<AuditLogs, 'forget'>;
  readonly client: Client;
  readonly log: Logger;
  /** How long a caller waits for the whole; 10 s when absent. */
  readonly waitMs?: number | undefined;
}

export interface AccountDeletion {
  /**
   * From its first step on nobody gets in; the rest goes on in this process when it takes longer than a caller should wait.
   * Throws NotFoundError, AccountError `last-admin`.
   */
  delete(userId: string): Promise<'deleted' | 'deleting'>;
  /** What a dead process left half deleted; answers how many are gone. One that fails is logged and left for the next time. */
  finish(): Promise<number>;
}

const stopMs = 30_000;

/**
 * Removes an account and everything kept of the person. Marked first, then every step can be repeated: schedule, workflows,
 * tokens at the services, files, rows of every area, at last the account itself, whose mark is what makes others finish the work.
 */
export function createAccountDeletion(deps: AccountDeletionDeps): AccountDeletion {
  const { accounts, log, waitMs = 10_000 } = deps;
  return {
    async delete(userId) {
      if (!(await accounts.deletion.mark(userId)))
        throw new NotFoundError('There is no such account.');
      const gone = purge(deps, userId).then(
        () => 'deleted' as const,
        (error: unknown) => {
          log.error({ userId, err: error }, 'an account is not wholly deleted yet');
          return 'deleting' as const;
        },
      );
      return Promise.race([gone, after(waitMs)]);
    },

    async finish() {
      let gone = 0;
      for (const userId of await accounts.deletion.waiting()) {
        try {
          await purge(deps, userId);
          gone += 1;
        } catch (error) {
          log.error({ userId, reason: messageOf(error) }, 'an account is not wholly deleted yet');
        }
      }
      return gone;
    },
  };
}

async function purge(deps: AccountDeletionDeps, userId: string): Promise<void> {
  const { db, accounts, auditLogs, client, log } = deps;
  const scheduleIds = personalKinds.map((kind) => scheduleIdOf(kind, userId));
  for (const scheduleId of scheduleIds) await deleteSchedule(client, scheduleId);
  await stopWorkflows(client, userId, {
    known: await workflowsOf(db, userId),
    patienceMs: stopMs,
    reason: 'the account is deleted',
  });
  await revokeTokens(deps, userId);
  await removeFiles(deps, userId);
  await forgetHistoryDetails(db, userId);
  for (const value of scheduleIds) await deleteEverywhere(db, { column: 'schedule_id', value });
  await deleteEverywhere(db, { column: 'user_id', value: userId });
  await auditLogs.forget(userId);
  // What the person made for everybody stays, and names nobody.
  await db.mapping.updateMany({ where: { createdBy: userId }, data: { createdBy: null } });
  // Counts name the person in their key: `<service>:<window>:<user id>`.
  await db.sharedLimit.deleteMany({ where: { key: { endsWith: `:${userId}` } } });
  await forgetGoneKeys(db);
  await accounts.deletion.forget(userId);
  log.info({ userId }, 'account deleted');
}

/** Whether or not the services hear of it; what they did not hear, the operator can read. */
const revokeTokens = ({ connections, audit }: AccountDeletionDeps, userId: string): Promise<void> =>
  connections.revokeAll(userId, ({ service, upstream }) =>
    audit.record({
      actor: { kind: 'system', name: 'account deletion' },
      action: 'connection.disconnected',
      target: { kind: 'connection', id: service },
      outcome: upstream === 'failed' ? 'failed' : 'done',
      detail: { of: userId, upstream },
      once: `account-deletion/${userId}/${service}`,
    }),
  );

/** Where the backend does not answer, rows go all the same: objects that belong to nobody are left to the job `file-reconcile`. */
async function removeFiles({ files, log }: AccountDeletionDeps, userId: string): Promise<void> {
  try {
    await files.removeAllOf(userId);
  } catch (error) {
    log.warn({ userId, reason: messageOf(error) }, 'files of a deleted account go later');
  }
}

/** Those that may run for a person at any time. */
async function workflowsOf(db: Database, userId: string): Promise<readonly string[]> {
  const lists = await db.smartList.findMany({ where: { userId }, select: { id: true } });
  return [
    historyWorkflowId(userId),
    listsWorkflowId(userId),
    ...lists.flatMap(({ id }) => [listWorkflowId(id), listDeletionWorkflowId(id)]),
  ];
}

async function deleteSchedule(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

const after = (ms: number): Promise<'deleting'> =>
  new Promise((resolve) => {
    setTimeout(() => {
      resolve('deleting');
    }, ms).unref();
  });
