import { randomBytes } from 'node:crypto';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import type { MailQuestions } from '../mail/mail-questions.js';
import { replan } from '../timing/replan.js';
import { createWebhookSecret } from '../webhooks/sign-webhook.js';
import { parseWebhookUrl } from '../webhooks/webhook-url.js';
import {
  destinationOf,
  notFound,
  toChannel,
  toDigestColumns,
  toMailUrl,
  type Channel,
  type Destination,
  type NewChannel,
} from './channel.js';
import { createChannelSecrets, type ChannelRow } from './channel-store.js';
import {
  assertChange,
  parseDestination,
  type ChannelChange,
  type ChannelWish,
} from './new-channel.js';

export interface ChannelsDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly allowPrivate: boolean;
  readonly questions: MailQuestions;
}

const mostChannels = 10;

/** Where people are told besides the inbox. What is not this person's is not found. */
export function createChannels({ db, secrets, clock, allowPrivate, questions }: ChannelsDeps) {
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

    /**
     * The reader of a mail address is asked first. Throws InputError for an address that cannot be used, or one channel too
     * many; NotificationError `mail-not-configured` and `throttled`.
     */
    async create(userId: string, wish: ChannelWish): Promise<NewChannel> {
      const destination = parseDestination(wish, allowPrivate);
      assertRoom(await db.notificationChannel.count({ where: { userId } }));
      if (destination.kind === 'mail') await questions.admit(userId, destination.address);
      const id = `nc_${randomBytes(8).toString('hex')}`;
      const secret = createWebhookSecret();
      const now = clock.now();
      const given = { id, userId, secret: sealed.seal(id, 'secret', secret), createdAt: now };
      const data = { ...given, ...toColumns(wish, destination), updatedAt: now };
      const row = await db.$transaction(async (tx) => {
        const made = await tx.notificationChannel.create({ data });
        if (destination.kind === 'mail') await questions.ask(tx, made);
        return made;
      });
      return { channel: toChannel(row), secret: destination.kind === 'mail' ? null : secret };
    },

    /** Switching it on forgets why it was off. */
    async update(userId: string, id: string, change: ChannelChange): Promise<Channel> {
      assertChange(destinationOf(await findRow(userId, id)).kind, change);
      const now = clock.now();
      const data = { ...toChangedColumns(change, allowPrivate), updatedAt: now };
      await db.$transaction(async (tx) => {
        const { count } = await tx.notificationChannel.updateMany({ where: { id, userId }, data });
        if (count === 0) notFound();
        if (change.digest !== undefined) await replan(tx, { userId, now });
      });
      return toChannel(await findRow(userId, id));
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

const toColumns = ({ name, digest }: ChannelWish, destination: Destination) => ({
  kind: destination.kind,
  name,
  url: destination.kind === 'mail' ? toMailUrl(destination.address) : destination.url,
  ...(digest === undefined ? {} : toDigestColumns(digest)),
});

const toChangedColumns = (
  { name, url, enabled, digest }: ChannelChange,
  allowPrivate: boolean,
) => ({
  ...(name === undefined ? {} : { name }),
  ...(url === undefined ? {} : { url: parseWebhookUrl(url, allowPrivate) }),
  ...(enabled === undefined ? {} : { enabled, disabledReason: null, refusals: 0 }),
  ...(digest === undefined ? {} : toDigestColumns(digest)),
});

function assertRoom(existing: number): void {
  if (existing < mostChannels) return;
  const message = `there are ${mostChannels} channels already; remove one first`;
  throw new InputError('channel', [{ place: '', message }]);
}
