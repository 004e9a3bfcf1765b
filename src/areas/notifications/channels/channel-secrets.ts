import type { Database } from '../../../platform/database/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { notFound, toChannel, type ChannelWithSecret } from './channel.js';
import { createChannelSecrets, lockChannel, type ChannelRow } from './channel-store.js';
import { createWebhookSecret } from '../webhooks/sign-webhook.js';

export interface SecretRotationDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
}

const overlapMs = 24 * 3_600_000;

/** New secrets for old, and new seals for old. */
export function createSecretRotation({ db, secrets, clock }: SecretRotationDeps) {
  const sealed = createChannelSecrets(secrets);

  async function resealOne(row: ChannelRow): Promise<boolean> {
    const data = sealed.reseal(row);
    if (data === undefined) return false;
    const { id, secret } = row;
    const { count } = await db.notificationChannel.updateMany({ where: { id, secret }, data });
    return count > 0;
  }

  return {
    /** A new secret; for a day the one before signs too. Throws InputError for what is no webhook. */
    rotateSecret: (userId: string, id: string): Promise<ChannelWithSecret> =>
      db.$transaction(async (tx) => {
        const found = (await lockChannel(tx, { userId, id })) ?? notFound();
        if (found.kind !== 'webhook') refuseOthers();
        const secret = createWebhookSecret();
        const now = clock.now();
        const row = await tx.notificationChannel.update({
          where: { id },
          data: {
            secret: sealed.seal(id, 'secret', secret),
            previousSecret: sealed.demote(found),
            previousSecretUntil: new Date(now.getTime() + overlapMs),
            updatedAt: now,
          },
        });
        return { channel: toChannel(row), secret };
      }),

    /** Seals anew what was sealed with an older key; answers how many channels. Safe to repeat. */
    async reseal(): Promise<number> {
      const all = await db.notificationChannel.findMany();
      const done = await Promise.all(all.map((row) => resealOne(row)));
      return done.filter(Boolean).length;
    },
  };
}

function refuseOthers(): never {
  const message = 'names a channel that has no secret to tell; only webhooks have';
  throw new InputError('path', [{ place: '/id', message }]);
}
