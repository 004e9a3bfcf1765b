import { fileRoutes } from './files/files.js';
import { fileKeepingRoutes } from './files/keeping.js';
import { fileTransferRoutes } from './files/transfers.js';
import type { Route } from '../route.js';
import { apiKeyRoutes } from './api-keys.js';
import { exportAuditRoutes } from './audit/export.js';
import { readAuditRoutes } from './audit/read.js';
import { auditSearchRoutes } from './audit/searches.js';
import { writeAuditRoutes } from './audit/write.js';
import { configRoutes } from './config.js';
import { connectionAttemptRoutes } from './connections/attempts.js';
import { beginConnectionRoutes } from './connections/begin.js';
import { connectionCallbackRoutes } from './connections/callback.js';
import { connectionRoutes } from './connections/connections.js';
import { docsRoutes } from './docs.js';
import { healthRoutes } from './health.js';
import { idMapRoutes } from './id-map.js';
import { sessionRoutes } from './session.js';
import { setupRoutes } from './setup.js';
import { listItemRoutes } from './lists/items.js';
import { limitRoutes } from './limits.js';
import { listRoutes } from './lists/lists.js';
import { listPreviewRoutes } from './lists/previews.js';
import { listSyncRoutes } from './lists/syncs.js';
import { notificationChannelRoutes } from './channels/channels.js';
import { deliveryRoutes } from './channels/deliveries.js';
import { mailLinkRoutes } from './channels/mail-links.js';
import { notificationRoutes } from './notifications.js';
import { mappingRoutes } from './matching/mappings.js';
import { matchRoutes } from './matching/matches.js';
import { runActRoutes } from './runs/acts.js';
import { followRunRoutes } from './runs/follow.js';
import { planRoutes } from './plans.js';
import { exportRoutes } from './portable/export.js';
import { importRoutes } from './portable/imports.js';
import { playRoutes } from './plays/plays.js';
import { removalRoutes } from './removals.js';
import { wishRoutes } from './carrying/wishes.js';
import { runRoutes } from './runs/runs.js';
import { scheduleActRoutes } from './schedules/acts.js';
import { schedulePreviewRoutes } from './schedules/preview.js';
import { scheduleRoutes } from './schedules/schedules.js';
import { syncHistoryRoutes } from './sync-history.js';
import { syncRoutes } from './sync.js';
import { jobRoutes } from './jobs.js';
import { keepRecordRoutes } from './translation/keep.js';
import { readRecordRoutes } from './translation/read.js';
import { recoverRoutes } from './translation/recover.js';
import { writeRecordRoutes } from './translation/write.js';
import { systemRoutes } from './system.js';
import { usageRoutes } from './usage.js';
import { userRoutes } from './users.js';

/** Every endpoint there is. They hold no state: what they need comes with each request. */
export const allRoutes: readonly Route[] = [
  ...setupRoutes,
  ...sessionRoutes,
  ...userRoutes,
  ...apiKeyRoutes,
  ...usageRoutes,
  ...limitRoutes,
  ...beginConnectionRoutes,
  ...connectionCallbackRoutes,
  ...connectionAttemptRoutes,
  ...connectionRoutes,
  ...configRoutes,
  // Before the routes of one kind: they would take `summary` for one.
  ...schedulePreviewRoutes,
  ...scheduleRoutes,
  ...scheduleActRoutes,
  ...syncRoutes,
  ...syncHistoryRoutes,
  ...runRoutes,
  ...followRunRoutes,
  ...runActRoutes,
  ...removalRoutes,
  ...playRoutes,
  ...wishRoutes,
  ...planRoutes,
  ...matchRoutes,
  ...mappingRoutes,
  ...listPreviewRoutes,
  ...listRoutes,
  ...listItemRoutes,
  ...listSyncRoutes,
  ...importRoutes,
  ...exportRoutes,
  ...notificationRoutes,
  ...notificationChannelRoutes,
  ...fileTransferRoutes,
  ...fileRoutes,
  ...fileKeepingRoutes,
  ...deliveryRoutes,
  ...mailLinkRoutes,
  ...writeRecordRoutes,
  ...readRecordRoutes,
  ...recoverRoutes,
  ...keepRecordRoutes,
  ...writeAuditRoutes,
  ...readAuditRoutes,
  ...exportAuditRoutes,
  ...auditSearchRoutes,
  ...idMapRoutes,
  ...jobRoutes,
  ...systemRoutes,
  ...healthRoutes,
  ...docsRoutes,
];
