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
import { createAllowances } from './allowances.js';
import { isOpen, type Channel, type NewChannel } from './channels/channel.js';
import { createSecretRotation } from './channels/channel-secrets.js';
import { createChannels } from './channels/channels.js';
import type { ChannelWish } from './channels/new-channel.js';
import { refuseClosed, testChannel } from './channels/test-channel.js';
import { createDeliverDue } from './delivering/deliver-due.js';
import {
  listDeliveries,
  type DeliveryFilter,
  type DeliveryPage,
  type DeliveryView,
} from './delivering/deliveries.js';
import { retryDelivery, type RetryWish } from './delivering/retry-delivery.js';
import { createMailQuestions } from './mail/mail-questions.js';
import { createSendMail } from './mail/send-mail.js';
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
  const countUse = createAllowances(db);
  const questions = createMailQuestions({ ...deps, countUse, canSend: deps.mail !== undefined });
  const { allowPrivate } = deps.webhooks;
  const channels = createChannels({ ...deps, allowPrivate, questions });
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

      async create(userId: string, wish: ChannelWish): Promise<NewChannel> {
        const made = await channels.create(userId, wish);
        if (wish.kind === 'mail') startDelivering();
        return made;
      },

      /** Asks the reader of a mail address once more; see `askAgain`. */
      async askAgain(userId: string, id: string): Promise<Channel> {
        const channel = await questions.askAgain(userId, id);
        startDelivering();
        return channel;
      },

      /** Sends a test by the way everything goes; answers the delivery to look for. Throws NotFoundError. */
      async test(userId: string, id: string): Promise<DeliveryView> {
        const channel = await channels.find(userId, id);
        if (channel.destination.kind === 'mail') questions.assertServer();
        const delivery = await testChannel({ db, clock, countUse }, { userId, ...channel });
        startDelivering();
        return delivery;
      },

      async deliveries(userId: string, id: string, filter: DeliveryFilter): Promise<DeliveryPage> {
        await channels.find(userId, id);
        return listDeliveries(db, id, filter);
      },

      /** Sends again what failed; see there. Throws InputError, too, when nothing may be sent there. */
      async retry(wish: RetryWish): Promise<DeliveryView> {
        if (!isOpen(await channels.find(wish.userId, wish.channelId))) refuseClosed();
        const delivery = await retryDelivery({ db, clock, countUse }, wish);
        startDelivering();
        return delivery;
      },
    },

    /** What a reader says by the links in their mails; nobody is signed in. */
    mailLinks: { confirm: questions.confirm, stop: questions.stop },

    /** Attempts what is due; see there why it is safe to repeat. */
    deliverDue: createDeliverDue({
      ...deps,
      sendWebhook: createSendWebhook({ ...deps.webhooks, clock }),
      sendMail: deps.mail && createSendMail(deps.mail),
    }),

    forget: forgetPerson,
  };
}
