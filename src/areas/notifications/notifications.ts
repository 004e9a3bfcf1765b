import type { Database, DatabaseSession } from '../../platform/database/index.js';
import type { MailConfig } from '../../platform/config/mail-config.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import type { NotificationEvent } from './events.js';
import { createInbox } from './inbox.js';
import { tell } from './notify.js';
import type { Notice } from './notice.js';
import type { Locale } from './rendering/templates.js';
import { createSettings } from './settings.js';
import { createChannelDoor } from './channels/channel-door.js';
import { createDeliverDue } from './delivering/deliver-due.js';
import { createSendMail } from './mail/send-mail.js';
import { createMailLinkUses } from './mail/use-mail-link.js';
import { createSendWebhook } from './webhooks/send-webhook.js';
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
  /** Absent = no mail can be sent. */
  readonly mail?: MailConfig | undefined;
}

export type Notifications = ReturnType<typeof createNotifications>;

/** What people are told, where and how. Telling writes rows and nothing else: the network comes later, elsewhere. */
export function createNotifications(deps: NotificationsDeps) {
  const { db, clock } = deps;
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

    channels: createChannelDoor(deps, () => {
      startDelivering();
    }),

    /** What a reader says by the links in their mails; nobody is signed in. */
    mailLinks: createMailLinkUses(deps),

    /** Attempts what is due; see there why it is safe to repeat. */
    deliverDue: createDeliverDue({
      ...deps,
      sendWebhook: createSendWebhook({ ...deps.webhooks, clock }),
      sendMail: deps.mail && createSendMail(deps.mail),
    }),

    forget: forgetPerson,
  };
}
