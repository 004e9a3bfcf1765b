import type { Database, DatabaseSession } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import type { NotificationEvent } from './events.js';
import { createInbox } from './inbox.js';
import { tell } from './notify.js';
import type { Notice } from './notice.js';
import type { Locale } from './rendering/templates.js';
import { createSettings } from './settings.js';
import { createSecretRotation } from './webhooks/channel-secrets.js';
import { createChannels } from './webhooks/channels.js';
import { createDeliverDue } from './webhooks/deliver-due.js';
import {
  listDeliveries,
  type DeliveryFilter,
  type DeliveryPage,
  type DeliveryView,
} from './webhooks/deliveries.js';
import { createSendWebhook } from './webhooks/send-webhook.js';
import { testChannel } from './webhooks/test-channel.js';
import { forgetPerson } from './forget-person.js';

export interface NotificationsDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly log: Logger;
  /** The language a person reads. */
  readonly localeOf: (userId: string) => Promise<Locale>;
  /** What links begin with. */
  readonly publicUrl: string;
  readonly webhooks: {
    /** Deliver inside private networks too (`WEBHOOK_ALLOW_PRIVATE`). */
    readonly allowPrivate: boolean;
    /** Longest wait for an answer. */
    readonly timeoutMs: number;
  };
}

export type Notifications = ReturnType<typeof createNotifications>;

/** What people are told, where and how. Telling writes rows and nothing else: the network comes later, elsewhere. */
export function createNotifications(deps: NotificationsDeps) {
  const { db, clock } = deps;
  const channels = createChannels({ ...deps, allowPrivate: deps.webhooks.allowPrivate });
  let startDelivering: () => void = () => undefined;

  return {
    /**
     * Tells a person something, once per event and dedupe key; safe to repeat. In the transaction of `session` it
     * stands and falls with it; then call `wake` after the commit, or the schedule finds what waits some minutes later.
     */
    async notify(notice: Notice, session?: DatabaseSession): Promise<'told' | 'known'> {
      const told = await tell(session ?? db, notice, { now: clock.now() });
      if (session === undefined && told.deliveries > 0) startDelivering();
      return told.notificationId === undefined ? 'known' : 'told';
    },

    /** The latest dedupe key each of these people was told an event by, in the order of text. */
    async lastTold(
      event: NotificationEvent,
      userIds: readonly string[],
    ): Promise<ReadonlyMap<string, string>> {
      const rows = await db.notification.groupBy({
        by: ['userId'],
        where: { event, userId: { in: [...userIds] } },
        _max: { dedupeKey: true },
      });
      return new Map(rows.map(({ userId, _max }) => [userId, _max.dedupeKey ?? '']));
    },

    /** Somebody may have to be told now. Never throws, never waits. */
    wake(): void {
      startDelivering();
    },

    /** Called when deliveries wait; best effort, so it must neither throw nor be relied on. */
    onWaiting: (listener: () => void): void => {
      startDelivering = listener;
    },

    inbox: createInbox(deps),
    settings: createSettings(deps),

    channels: {
      ...channels,
      ...createSecretRotation(deps),
      /** Sends a test by the way everything goes; answers the delivery to look for. Throws NotFoundError. */
      async test(userId: string, id: string): Promise<DeliveryView> {
        const delivery = await testChannel(deps, { userId, ...(await channels.find(userId, id)) });
        startDelivering();
        return delivery;
      },
      async deliveries(userId: string, id: string, filter: DeliveryFilter): Promise<DeliveryPage> {
        await channels.find(userId, id);
        return listDeliveries(db, id, filter);
      },
    },

    /** Attempts what is due; see there why it is safe to repeat. */
    deliverDue: createDeliverDue({
      ...deps,
      send: createSendWebhook({ ...deps.webhooks, clock }),
    }),

    forget: forgetPerson,
  };
}
