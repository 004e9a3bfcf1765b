import { createHmac } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { z } from 'zod';
import { answer, startRawServer, type RawServer, type SeenRequest } from '../raw-server.js';
import type { Account } from './account.js';

const deliverySchema = z.object({
  type: z.string(),
  data: z.looseObject({ locale: z.string(), title: z.string(), link: z.string() }),
});

export interface WebhookReceiver {
  /** Whatever came so far; throws when one is not signed with the secret given out. */
  received(): readonly z.infer<typeof deliverySchema>[];
}

/** A program of a person's, on loopback, that takes every webhook of their account. Call it at the top of a file or `describe`. */
export function withWebhookReceivers(): (account: Account) => Promise<WebhookReceiver> {
  const servers: RawServer[] = [];
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
  });
  return async (account) => {
    const server = await startRawServer(() => answer(204));
    servers.push(server);
    const secret = await account.addWebhook(`${server.url}/watchflow`);
    return {
      received: () =>
        server.seen.map((request) => {
          if (!isSigned(request, secret))
            throw new Error('a webhook is not signed as it should be');
          return deliverySchema.parse(JSON.parse(request.body));
        }),
    };
  };
}

/** By the letter of Standard Webhooks, and not by our code. */
function isSigned({ headers, body }: SeenRequest, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const sentAt = String(headers['webhook-timestamp']);
  const content = `${String(headers['webhook-id'])}.${sentAt}.${body}`;
  const digest = createHmac('sha256', key).update(content).digest('base64');
  const isNow = Math.abs(Date.now() / 1000 - Number(sentAt)) < 300;
  return isNow && String(headers['webhook-signature']).split(' ').includes(`v1,${digest}`);
}
