import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import type { ChannelWish, DeliveryView } from '../../../src/areas/notifications/index.js';
import type { MailConfig } from '../../../src/platform/config/mail-config.js';
import { notificationsOver } from '../notifications-world.js';
import type { withDatabase } from '../with-database.js';
import {
  startMailServer,
  type MailServer,
  type MailServerOptions,
  type SeenMail,
} from './mail-server.js';

export const mailOf = (
  { port }: Pick<MailServer, 'port'>,
  more: Partial<MailConfig> = {},
): MailConfig => ({
  host: '127.0.0.1',
  port,
  isImplicitTls: false,
  tls: 'off',
  from: { name: 'watchflow', address: 'watchflow@watch.example' },
  timeoutMs: 1_000,
  ...more,
});

/** What stands behind the `#` of a link of this kind. */
export const linkIn = ({ text }: SeenMail, kind: 'confirm' | 'stop'): string =>
  new RegExp(`/mail#(${kind}\\.\\S+)`).exec(text)?.[1] ?? '';

interface SomebodyOptions {
  readonly mail?: MailConfig | undefined;
  readonly locale?: 'en' | 'zh-CN';
  readonly wish?: Partial<ChannelWish>;
}

/** People with mail channels, and servers that are closed after each test. */
export function withMail(database: ReturnType<typeof withDatabase>) {
  const servers: MailServer[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    // What one test left waiting is no concern of the next.
    await database.db.notificationDelivery.deleteMany();
  });

  async function aServer(options: MailServerOptions = {}): Promise<MailServer> {
    const server = await startMailServer(options);
    servers.push(server);
    return server;
  }

  /** Somebody with one mail channel that waits for its reader's word. */
  async function somebody({ mail, locale = 'en', wish = {} }: SomebodyOptions = {}) {
    const userId = `u_${randomUUID()}`;
    const address = `${randomUUID()}@reader.example`;
    const world = notificationsOver(database.db, { mail, locale });
    const { notifications } = world;
    const mine = { kind: 'mail', name: 'mine', address, ...wish } as const;
    const { channel, secret } = await notifications.channels.create(userId, mine);
    const deliveries = async (): Promise<readonly DeliveryView[]> =>
      (await notifications.channels.deliveries(userId, channel.id, { limit: 100 })).items;
    return {
      ...world,
      ...{ userId, address, channel, secret, deliveries },
      find: () => notifications.channels.find(userId, channel.id),
      deliver: () => notifications.deliverDue({ limit: 20 }),
      /** Of the notification told last. */
      delivery: async () => (await deliveries())[0],
    };
  }

  /** The same, whose reader has agreed long ago. */
  async function aReader(server: MailServer, options: SomebodyOptions = {}) {
    const world = await somebody({ mail: mailOf(server), ...options });
    const { id } = world.channel;
    await database.db.notificationDelivery.deleteMany({ where: { channelId: id } });
    const where = { id };
    await database.db.notificationChannel.update({ where, data: { confirmedAt: new Date() } });
    return world;
  }

  return { aServer, somebody, aReader };
}
