import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { createChannelSecrets, type ChannelRow } from '../channels/channel-store.js';
import type { ClaimedDelivery } from '../delivering/claim-due.js';
import { nothingToSay, type Outcome } from '../delivering/outcome.js';
import type { Locale } from '../rendering/templates.js';
import type { SendWebhook, WebhookAnswer } from './send-webhook.js';
import { signWebhook } from './sign-webhook.js';
import { toWebhookBody } from './webhook-body.js';

export interface DeliverWebhookDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly sendWebhook: SendWebhook;
  readonly publicUrl: string;
  readonly localeOf: (userId: string) => Promise<Locale>;
}

interface WebhookAttempt {
  readonly delivery: ClaimedDelivery;
  readonly channel: ChannelRow;
  readonly signal: AbortSignal | undefined;
}

/** One attempt at a webhook. Throws when it is called off. */
export function createDeliverWebhook(deps: DeliverWebhookDeps) {
  const { db, clock, publicUrl, localeOf, sendWebhook } = deps;
  const sealed = createChannelSecrets(deps.secrets);

  return async ({ delivery, channel, signal }: WebhookAttempt): Promise<Outcome> => {
    const where = { id: delivery.notificationId };
    const notification = await db.notification.findUnique({ where });
    const locale = await localeOf(delivery.userId);
    const body = toWebhookBody(notification, { locale, publicUrl });
    if (body === undefined) return nothingToSay;
    const message = { id: delivery.id, sentAt: clock.now(), body };
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'watchflow-webhook/1',
      ...signWebhook(message, sealed.signing(channel, clock.now())),
    };
    return toOutcome(await sendWebhook({ url: channel.url, body, headers, signal }));
  };
}

function toOutcome(answer: WebhookAnswer): Outcome {
  if (answer.kind === 'failed') return { kind: 'failed', status: null, error: answer.reason };
  const { status, retryAfterSeconds } = answer;
  if (status >= 200 && status < 300) return { kind: 'sent', status };
  if (status === 410) return { kind: 'gone', status };
  return { kind: 'failed', status, error: 'refused', retryAfterSeconds };
}
