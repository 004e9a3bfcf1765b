import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { addressOf } from '../channels/channel.js';
import { createChannelSecrets, type ChannelRow } from '../channels/channel-store.js';
import { NotificationError } from '../notification-error.js';
import { isSealed, readLinkText, type MailLink } from './mail-links.js';

export interface UseMailLinkDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
}

/** Whose channel a link was of. */
export interface LinkUsed {
  readonly userId: string;
  readonly channelId: string;
}

/** What a reader says by the links in their mails; nobody is signed in. */
export function createMailLinkUses({ db, secrets, clock }: UseMailLinkDeps) {
  const sealed = createChannelSecrets(secrets);

  /** Throws NotificationError `link-invalid`. */
  async function open(text: string, kind: MailLink['kind']): Promise<ChannelRow> {
    const link = readLinkText(text);
    if (link?.kind !== kind) return invalid();
    const row = await db.notificationChannel.findUnique({ where: { id: link.channelId } });
    if (row?.kind !== 'mail') return invalid();
    const isGood = isSealed(text, link, { secret: sealed.open(row), address: addressOf(row) });
    const isLate = link.kind === 'confirm' && link.until <= clock.now();
    return isGood && !isLate ? row : invalid();
  }

  return {
    /** The reader agrees; safe to repeat. Throws NotificationError `link-invalid`. */
    async confirm(text: string): Promise<LinkUsed> {
      const { id, userId, url } = await open(text, 'confirm');
      const now = clock.now();
      await db.notificationChannel.updateMany({
        where: { id, url, confirmedAt: null },
        data: { confirmedAt: now, refusals: 0, updatedAt: now },
      });
      return { userId, channelId: id };
    },

    /** The reader wants no more; safe to repeat. To go on, they have to agree anew. Throws NotificationError `link-invalid`. */
    async stop(text: string): Promise<LinkUsed> {
      const { id, userId, url } = await open(text, 'stop');
      await db.notificationChannel.updateMany({
        where: { id, url, confirmedAt: { not: null } },
        data: {
          enabled: false,
          disabledReason: 'stopped',
          confirmedAt: null,
          updatedAt: clock.now(),
        },
      });
      return { userId, channelId: id };
    },
  };
}

function invalid(): never {
  throw new NotificationError(
    'link-invalid',
    'The link is unknown, has expired, or is of a channel that was removed.',
  );
}
