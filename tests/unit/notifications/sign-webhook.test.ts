import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  createWebhookSecret,
  signWebhook,
} from '../../../src/areas/notifications/webhooks/sign-webhook.js';

/** The vector that the reference libraries of Standard Webhooks test themselves with. */
const reference = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  sentAt: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('signing a webhook', () => {
  it('gives the reference signature', () => {
    const { secret, signature, ...message } = reference;
    expect(signWebhook(message, [secret])).toEqual({
      'webhook-id': reference.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': signature,
    });
  });

  it('signs with every secret that holds, newest first', () => {
    const newest = createWebhookSecret();
    const signed = signWebhook(reference, [newest, reference.secret])['webhook-signature'] ?? '';
    const [first, second] = signed.split(' ');
    expect(second).toBe(reference.signature);
    const key = Buffer.from(newest.slice('whsec_'.length), 'base64');
    const content = `${reference.id}.1614265330.${reference.body}`;
    expect(first).toBe(`v1,${createHmac('sha256', key).update(content).digest('base64')}`);
  });

  it('makes secrets of 256 random bits that are never the same', () => {
    const secrets = Array.from({ length: 20 }, createWebhookSecret);
    expect(new Set(secrets).size).toBe(20);
    for (const secret of secrets) {
      expect(secret).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/);
    }
  });
});
