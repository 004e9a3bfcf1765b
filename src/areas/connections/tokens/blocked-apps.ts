import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { fingerprint } from '../../../platform/security/fingerprint.js';
import type { UpstreamService } from '../../../upstream/http/index.js';
import type { Audit, AuditEntry } from '../../audit/index.js';
import type { Notifications } from '../../notifications/index.js';
import { AppBlockedError } from '../connection-errors.js';

export interface BlockedAppsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifications: Pick<Notifications, 'notify' | 'wake'>;
  readonly audit: Pick<Audit, 'record'>;
  /** The app's public id at each service, where there is one. */
  readonly clientIds: Readonly<Record<UpstreamService, string | undefined>>;
  /** Who is to be told. */
  readonly listAdmins: () => Promise<readonly string[]>;
}

/** Time between two requests that try whether the app is served again. */
const probePauseMs = 15 * 60_000;

export type BlockedApps = ReturnType<typeof createBlockedApps>;

/** The operator's apps that a service has stopped serving. One alarm for each time; everybody's tokens stay as they are. */
export function createBlockedApps(deps: BlockedAppsDeps) {
  const { db, clock, audit, log } = deps;
  const appOf = (service: UpstreamService): string => fingerprint(deps.clientIds[service] ?? '');

  return {
    find: (service: UpstreamService) =>
      db.blockedApp.findFirst({ where: { service, app: appOf(service) } }),

    /**
     * `served`, or `probe`: this caller alone is to try whether it is served again.
     * @throws AppBlockedError
     */
    async admit(service: UpstreamService): Promise<'served' | 'probe'> {
      const blocked = await db.blockedApp.findUnique({ where: { service } });
      if (blocked?.app !== appOf(service)) return 'served';
      const now = clock.now();
      const { count } = await db.blockedApp.updateMany({
        where: { service, probeAt: { lte: now } },
        data: { probeAt: new Date(now.getTime() + probePauseMs) },
      });
      if (count > 0) return 'probe';
      throw new AppBlockedError(service, blocked.since);
    },

    /** Remembers it and tells the administrators, once. */
    async block(service: UpstreamService, reason: string): Promise<AppBlockedError> {
      const app = appOf(service);
      const now = clock.now();
      const probeAt = new Date(now.getTime() + probePauseMs);
      const admins = await deps.listAdmins();
      const since = await db.$transaction(async (tx) => {
        await tx.blockedApp.deleteMany({ where: { service, app: { not: app } } });
        const { count } = await tx.blockedApp.createMany({
          data: [{ service, app, reason, since: now, probeAt }],
          skipDuplicates: true,
        });
        if (count === 0) return (await tx.blockedApp.findUnique({ where: { service } }))?.since;
        for (const userId of admins) {
          const dedupeKey = `${service}/${now.toISOString()}`;
          await deps.notifications.notify(
            { userId, event: 'connection.app-blocked', dedupeKey, data: { service } },
            tx,
          );
        }
        await audit.record({ ...appEvent(service, 'blocked'), detail: { reason } }, tx);
        log.error({ service, reason }, "the service refuses this installation's app; syncs rest");
        return now;
      });
      deps.notifications.wake();
      return new AppBlockedError(service, since ?? now);
    },

    async unblock(service: UpstreamService): Promise<void> {
      const { count } = await db.blockedApp.deleteMany({ where: { service } });
      if (count === 0) return;
      log.info({ service }, "the service serves this installation's app again");
      await audit.record(appEvent(service, 'served'));
    },
  };
}

const appEvent = (service: UpstreamService, became: 'blocked' | 'served'): AuditEntry => ({
  actor: { kind: 'system', name: 'tokens' },
  action: `connection.app-${became}`,
  target: { kind: 'service', id: service },
  outcome: became === 'served' ? 'done' : 'failed',
});
