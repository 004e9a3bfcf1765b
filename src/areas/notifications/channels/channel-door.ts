import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { createAllowances } from '../allowances.js';
import {
  listDeliveries,
  type DeliveryFilter,
  type DeliveryPage,
  type DeliveryView,
} from '../delivering/deliveries.js';
import { retryDelivery, type RetryWish } from '../delivering/retry-delivery.js';
import { createMailQuestions } from '../mail/mail-questions.js';
import { isOpen, type Channel, type NewChannel } from './channel.js';
import { createSecretRotation } from './channel-secrets.js';
import { createChannels } from './channels.js';
import type { ChannelWish } from './new-channel.js';
import { refuseClosed, testChannel } from './test-channel.js';

export interface ChannelDoorDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly webhooks: { readonly allowPrivate: boolean };
  /** Whatever it is: no mail can be sent without. */
  readonly mail?: object | undefined;
}

/** All that people do with their channels; what they ask for is sent at once, for `wake` is called. */
export function createChannelDoor(deps: ChannelDoorDeps, wake: () => void) {
  const { db, clock } = deps;
  const countUse = createAllowances(db);
  const questions = createMailQuestions({ ...deps, countUse, canSend: deps.mail !== undefined });
  const { allowPrivate } = deps.webhooks;
  const channels = createChannels({ ...deps, allowPrivate, questions });

  return {
    ...channels,
    ...createSecretRotation(deps),

    async create(userId: string, wish: ChannelWish): Promise<NewChannel> {
      const made = await channels.create(userId, wish);
      if (wish.kind === 'mail') wake();
      return made;
    },

    /** Asks the reader of a mail address once more; see `askAgain`. */
    async askAgain(userId: string, id: string): Promise<Channel> {
      const channel = await questions.askAgain(userId, id);
      wake();
      return channel;
    },

    /** Sends a test by the way everything goes; answers the delivery to look for. Throws NotFoundError. */
    async test(userId: string, id: string): Promise<DeliveryView> {
      const channel = await channels.find(userId, id);
      if (channel.destination.kind === 'mail') questions.assertServer();
      const delivery = await testChannel({ db, clock, countUse }, { userId, ...channel });
      wake();
      return delivery;
    },

    async deliveries(userId: string, id: string, filter: DeliveryFilter): Promise<DeliveryPage> {
      await channels.find(userId, id);
      return listDeliveries(db, id, filter);
    },

    /** Sends again what failed; see there. Throws InputError, too, when nothing may be sent there. */
    async retry(wish: RetryWish): Promise<DeliveryView> {
      if (!isOpen(await channels.find(wish.userId, wish.channelId))) refuseClosed();
      const delivery = await retryDelivery({ db, clock, countUse }, wish);
      wake();
      return delivery;
    },
  };
}
