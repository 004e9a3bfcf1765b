import { createHmac, randomBytes } from 'node:crypto';

// Standard Webhooks, https://www.standardwebhooks.com: "Signature scheme" and "Webhook headers" of its specification.

const prefix = 'whsec_';

/** 256 random bits in the form receivers' libraries take. */
export const createWebhookSecret = (): string => prefix + randomBytes(32).toString('base64');

export interface WebhookMessage {
  /** The same however often it is sent: receivers tell repeats by it. */
  readonly id: string;
  /** Of this attempt. */
  readonly sentAt: Date;
  readonly body: string;
}

/** The three headers; every secret signs, so that a receiver may know the old or the new one. */
export function signWebhook(
  { id, sentAt, body }: WebhookMessage,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return `v1,${digest}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
