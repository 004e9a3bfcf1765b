import { randomBytes } from 'node:crypto';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { notFound, toChannel, type Channel, type ChannelWithSecret } from './channel.js';
import { createChannelSecrets, type ChannelRow } from './channel-store.js';
import { createWebhookSecret } from './sign-webhook.js';
import { parseWebhookUrl } from './webhook-url.js';

export interface ChannelWish {
  readonly name: string;
  readonly url: string;
}

/** What is left out stays. */
export interface ChannelChange {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly enabled?: boolean | undefined;
}

export interface ChannelsDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly allowPrivate: boolean;
}

const mostChannels = 10;

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
      assertRoom(await db.notificationChannel.count({ where: { userId } }));
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

    /** Switching it on forgets why it was off. */
    async update(
      userId: string,
      id: string,
      { name, url, enabled }: ChannelChange,
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
  };
}

function assertRoom(existing: number): void {
  if (existing < mostChannels) return;
  const message = `there are ${mostChannels} channels already; remove one first`;
  throw new InputError('channel', [{ place: '', message }]);
}
