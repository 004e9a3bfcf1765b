import pLimit from 'p-limit';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { tell } from '../notify.js';
import type { Locale } from '../rendering/templates.js';
import { createChannelSecrets, type ChannelRow } from './channel-store.js';
import { createOutbox, type ClaimedDelivery } from './outbox.js';
import type { SendWebhook, WebhookAnswer } from './send-webhook.js';
import { signWebhook } from './sign-webhook.js';
import { toWebhookBody } from './webhook-body.js';

export interface DeliverDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly log: Logger;
  readonly send: SendWebhook;
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

const atOnce = 10;

/**
 * Attempts what is due. Safe to run twice and to kill: a delivery is claimed before it is sent, and one whose claimer
 * died is sent again under the same id.
 */
export function createDeliverDue(deps: DeliverDeps) {
  const outbox = createOutbox(deps);
  const attempt = createAttempt(deps);

  return async ({ limit, signal }: DeliverOptions): Promise<Delivered> => {
    const due = await outbox.claim(limit);
    const gate = pLimit(atOnce);
    await Promise.all(due.map((delivery) => gate(() => attempt(delivery, signal))));
    signal?.throwIfAborted();
    return { attempted: due.length, nextDue: await outbox.nextDue() };
  };
}

function createAttempt(deps: DeliverDeps) {
  const { db, clock, log, send } = deps;
  const outbox = createOutbox(deps);
  const sealed = createChannelSecrets(deps.secrets);

  const toRequest = async (delivery: ClaimedDelivery, channel: ChannelRow) => {
    const notification = await db.notification.findUnique({
      where: { id: delivery.notificationId },
    });
    const body = toWebhookBody(notification, {
      locale: await deps.localeOf(delivery.userId),
      publicUrl: deps.publicUrl,
    });
    if (body === undefined) return undefined;
    const message = { id: delivery.id, sentAt: clock.now(), body };
    return {
      url: channel.url,
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'watchflow-webhook/1',
        ...signWebhook(message, sealed.signing(channel, clock.now())),
      },
    };
  };

  return async (delivery: ClaimedDelivery, signal: AbortSignal | undefined): Promise<void> => {
    // What is not begun stays claimed, and is due again when its lease ends.
    if (signal?.aborted === true) return;
    const channel = await db.notificationChannel.findUnique({ where: { id: delivery.channelId } });
    if (channel?.enabled !== true) {
      await outbox.markFailed(delivery, { status: null, error: 'channel-off', isFinal: true });
      return;
    }
    const request = await toRequest(delivery, channel);
    if (request === undefined) {
      await outbox.markFailed(delivery, { status: null, error: 'nothing-to-say', isFinal: true });
      return;
    }
    const answer = await sendUnlessCancelled(() => send({ ...request, signal }), signal);
    if (answer === undefined) return;
    const { id, channelId, attempts } = delivery;
    log.debug({ delivery: id, channelId, attempts, ...answer }, 'webhook attempted');
    await settle({ ...deps, outbox }, { delivery, channel, answer });
  };
}

async function sendUnlessCancelled(
  send: () => Promise<WebhookAnswer>,
  signal: AbortSignal | undefined,
): Promise<WebhookAnswer | undefined> {
  try {
    return await send();
  } catch (error) {
    if (signal?.aborted === true) return undefined;
    throw error;
  }
}

interface Attempted {
  readonly delivery: ClaimedDelivery;
  readonly channel: ChannelRow;
  readonly answer: WebhookAnswer;
}

type SettleDeps = Pick<DeliverDeps, 'db' | 'clock' | 'log'> & {
  readonly outbox: ReturnType<typeof createOutbox>;
};

async function settle(deps: SettleDeps, { delivery, channel, answer }: Attempted): Promise<void> {
  const { outbox, log } = deps;
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) {
    await outbox.markSent(delivery, answer.status);
    return;
  }
  if (answer.kind === 'answered' && answer.status === 410) {
    await outbox.markFailed(delivery, { status: 410, error: 'gone', isFinal: true });
    await switchOff(deps, channel);
    return;
  }
  const failure =
    answer.kind === 'failed'
      ? { status: null, error: answer.reason }
      : { status: answer.status, error: 'refused', retryAfterSeconds: answer.retryAfterSeconds };
  const outcome = await outbox.markFailed(delivery, failure);
  if (outcome === 'failed') {
    const { id, channelId, attempts } = delivery;
    log.warn({ delivery: id, channelId, attempts, ...failure }, 'a webhook was given up');
  }
}

/** The receiver is gone for good: nothing more is sent there, and its owner is told once. One that was changed meanwhile is left alone. */
async function switchOff({ db, clock, log }: SettleDeps, channel: ChannelRow): Promise<void> {
  const { id, userId, name, url, updatedAt } = channel;
  const now = clock.now();
  const isOff = await db.$transaction(async (tx) => {
    const { count } = await tx.notificationChannel.updateMany({
      where: { id, url, enabled: true },
      data: { enabled: false, disabledReason: 'gone', updatedAt: now },
    });
    if (count === 0) return false;
    await tx.notificationDelivery.updateMany({
      where: { channelId: id, status: 'pending' },
      data: { status: 'failed', lastError: 'channel-off', finishedAt: now },
    });
    const data = { channelId: id, channelName: name };
    const dedupeKey = `${id} ${updatedAt.toISOString()}`;
    await tell(tx, { userId, event: 'channel.disabled', dedupeKey, data }, { now });
    return true;
  });
  if (isOff) log.warn({ channelId: id, userId }, 'a webhook is gone and was switched off');
}
