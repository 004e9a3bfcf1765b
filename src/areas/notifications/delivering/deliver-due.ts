import pLimit from 'p-limit';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { isOpen, toChannel } from '../channels/channel.js';
import type { ChannelRow } from '../channels/channel-store.js';
import { createDeliverMail } from '../mail/deliver-mail.js';
import type { SendMail } from '../mail/send-mail.js';
import type { Locale } from '../rendering/templates.js';
import { createHoldBack } from '../timing/hold-back.js';
import { createDeliverWebhook } from '../webhooks/deliver-webhook.js';
import type { SendWebhook } from '../webhooks/send-webhook.js';
import { countRefusal, forgetRefusals } from './count-refusal.js';
import type { Outcome } from './outcome.js';
import type { ClaimedDelivery } from './claim-due.js';
import { createOutbox } from './outbox.js';
import { switchOff } from './switch-off.js';

export interface DeliverDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sendWebhook: SendWebhook;
  /** Undefined where no mail server is configured. */
  readonly sendMail: SendMail | undefined;
  readonly publicUrl: string;
  readonly localeOf: (userId: string) => Promise<Locale>;
}

export interface DeliverOptions {
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Delivered {
  readonly attempted: number;
  /** When the next one is due; undefined when none waits. */
  readonly nextDue: Date | undefined;
}

/** One attempt; undefined when it was called off before anything is known. */
export type Deliver = (attempt: {
  readonly delivery: ClaimedDelivery;
  readonly channel: ChannelRow;
  readonly signal: AbortSignal | undefined;
}) => Promise<Outcome>;

const atOnce = 10;

/**
 * Attempts what is due. Safe to run twice and to kill: a delivery is claimed before it is sent, and one whose claimer
 * died is sent again under the same id.
 */
export function createDeliverDue(deps: DeliverDeps) {
  const outbox = createOutbox(deps);
  const attempt = createAttempt({ ...deps, outbox });

  return async ({ limit, signal }: DeliverOptions): Promise<Delivered> => {
    const due = await outbox.claim(limit);
    const gate = pLimit(atOnce);
    await Promise.all(due.map((delivery) => gate(() => attempt(delivery, signal))));
    signal?.throwIfAborted();
    return { attempted: due.length, nextDue: await outbox.nextDue() };
  };
}

type AttemptDeps = DeliverDeps & { readonly outbox: ReturnType<typeof createOutbox> };

function createAttempt(deps: AttemptDeps) {
  const { db, outbox, log, clock } = deps;
  const holdBack = createHoldBack(db);
  const deliverWebhook = createDeliverWebhook(deps);
  const deliverMail = createDeliverMail(deps);

  return async (delivery: ClaimedDelivery, signal: AbortSignal | undefined): Promise<void> => {
    // What is not begun stays claimed, and is due again when its lease ends.
    if (signal?.aborted === true) return;
    const channel = await db.notificationChannel.findUnique({ where: { id: delivery.channelId } });
    if (
      channel?.enabled !== true ||
      !(isOpen(toChannel(channel)) || (await isQuestion(db, delivery)))
    ) {
      await outbox.markFailed(delivery, { status: null, error: 'channel-off', isFinal: true });
      return;
    }
    const now = clock.now();
    const earliest = await holdBack(delivery, now);
    if (earliest > now) {
      await outbox.postpone(delivery, earliest);
      return;
    }
    const deliver: Deliver = channel.kind === 'mail' ? deliverMail : deliverWebhook;
    const outcome = await unlessCancelled(deliver({ delivery, channel, signal }), signal);
    if (outcome === undefined) return;
    const { id, channelId, attempts } = delivery;
    log.debug({ delivery: id, channelId, attempts, ...outcome }, 'delivery attempted');
    await settle(deps, { delivery, channel, outcome });
  };
}

/** The one thing that is sent to a mail address before its reader has agreed. */
async function isQuestion(db: Database, { notificationId: id }: ClaimedDelivery): Promise<boolean> {
  return (await db.notification.count({ where: { id, event: 'channel.confirm' } })) > 0;
}

async function unlessCancelled(
  outcome: Promise<Outcome>,
  signal: AbortSignal | undefined,
): Promise<Outcome | undefined> {
  try {
    return await outcome;
  } catch (error) {
    if (signal?.aborted === true) return undefined;
    throw error;
  }
}

interface Attempted {
  readonly delivery: ClaimedDelivery;
  readonly channel: ChannelRow;
  readonly outcome: Outcome;
}

async function settle(deps: AttemptDeps, { delivery, channel, outcome }: Attempted): Promise<void> {
  const { outbox, log, db } = deps;
  switch (outcome.kind) {
    case 'sent':
      await outbox.markSent(delivery, outcome.status);
      await forgetRefusals(db, channel);
      return;
    case 'gone':
      await outbox.markFailed(delivery, { status: outcome.status, error: 'gone', isFinal: true });
      await switchOff(deps, channel, 'gone');
      return;
    case 'refused':
      await outbox.markFailed(delivery, { ...outcome, isFinal: true });
      if (await countRefusal(db, channel.id)) await switchOff(deps, channel, 'refused');
      return;
    case 'failed': {
      const end = await outbox.markFailed(delivery, outcome);
      if (end === 'again') return;
      const { id, channelId, attempts } = delivery;
      const { status, error } = outcome;
      log.warn({ delivery: id, channelId, attempts, status, error }, 'a delivery was given up');
    }
  }
}
