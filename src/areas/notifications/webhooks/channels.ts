import { randomBytes } from 'node:crypto';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError, NotFoundError } from '../../../platform/lib/errors.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { createChannelSecrets, lockChannel, type ChannelRow } from './channel-store.js';
import { createWebhookSecret } from './sign-webhook.js';
import { parseWebhookUrl } from './webhook-url.js';

/** A webhook as its owner sees it. */
export interface Channel {
  readonly id: string;
  readonly kind: 'webhook';
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  /** `gone` when its receiver answered 410. */
  readonly disabledReason: string | null;
  /** Until then the secret before this one signs too. */
  readonly previousSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ChannelWithSecret {
  readonly channel: Channel;
  /** `whsec_…`; told this once. */
  readonly secret: string;
}

export interface ChannelWish {
  readonly name: string;
  readonly url: string;
}

export interface ChannelsDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly allowPrivate: boolean;
}

const mostChannels = 10;
const overlapMs = 24 * 3_600_000;

/** Webhooks of people. What is not this person's is not found. */
export function createChannels({ db, secrets, clock, allowPrivate }: ChannelsDeps) {
  const sealed = createChannelSecrets(secrets);

  const findRow = async (userId: string, id: string): Promise<ChannelRow> =>
    (await db.notificationChannel.findFirst({ where: { id, userId } })) ?? notFound();

  return {
    async list(userId: string): Promise<Channel[]> {
      const rows = await db.notificationChannel.findMany({
        where: { userId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(toChannel);
    },

    find: async (userId: string, id: string): Promise<Channel> =>
      toChannel(await findRow(userId, id)),

    /** Throws InputError for an address that cannot be used, or one channel too many. */
    async create(userId: string, { name, url }: ChannelWish): Promise<ChannelWithSecret> {
      const address = parseWebhookUrl(url, allowPrivate);
      if ((await db.notificationChannel.count({ where: { userId } })) >= mostChannels) {
        const message = `there are ${mostChannels} channels already; remove one first`;
        throw new InputError('channel', [{ place: '', message }]);
      }
      const id = `nc_${randomBytes(8).toString('hex')}`;
      const secret = createWebhookSecret();
      const now = clock.now();
      const row = await db.notificationChannel.create({
        data: {
          id,
          userId,
          kind: 'webhook',
          name,
          url: address,
          secret: sealed.seal(id, 'secret', secret),
          createdAt: now,
          updatedAt: now,
        },
      });
      return { channel: toChannel(row), secret };
    },

    /** What is left out stays. Switching it on forgets why it was off. */
    async update(
      userId: string,
      id: string,
      { name, url, enabled }: Partial<ChannelWish & { readonly enabled: boolean }>,
    ): Promise<Channel> {
      const { count } = await db.notificationChannel.updateMany({
        where: { id, userId },
        data: {
          ...(name === undefined ? {} : { name }),
          ...(url === undefined ? {} : { url: parseWebhookUrl(url, allowPrivate) }),
          ...(enabled === undefined ? {} : { enabled, disabledReason: null }),
          updatedAt: clock.now(),
        },
      });
      return count === 0 ? notFound() : toChannel(await findRow(userId, id));
    },

    /** With all its deliveries, sent or not. */
    async remove(userId: string, id: string): Promise<void> {
      await db.$transaction(async (tx) => {
        const { count } = await tx.notificationChannel.deleteMany({ where: { id, userId } });
        if (count === 0) notFound();
        await tx.notificationDelivery.deleteMany({ where: { channelId: id } });
      });
    },

    /** A new secret; for a day the one before signs too. */
    rotateSecret: (userId: string, id: string): Promise<ChannelWithSecret> =>
      db.$transaction(async (tx) => {
        const found = (await lockChannel(tx, { userId, id })) ?? notFound();
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

  async function resealOne(row: ChannelRow): Promise<boolean> {
    const data = sealed.reseal(row);
    if (data === undefined) return false;
    const { id, secret } = row;
    const { count } = await db.notificationChannel.updateMany({ where: { id, secret }, data });
    return count > 0;
  }
}

function notFound(): never {
  throw new NotFoundError('There is no such notification channel.');
}

const toChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  kind: 'webhook',
  name: row.name,
  url: row.url,
  enabled: row.enabled,
  disabledReason: row.disabledReason,
  previousSecretUntil: row.previousSecretUntil,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
