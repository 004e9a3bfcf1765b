import { randomUUID } from 'node:crypto';
import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import type { CountUse } from '../allowances.js';
import { destinationOf, notFound, toChannel, type Channel } from '../channels/channel.js';
import { createChannelSecrets, type ChannelRow } from '../channels/channel-store.js';
import { NotificationError } from '../notification-error.js';
import { tell } from '../notify.js';
import { isSealed, readLinkText, type MailLink } from './mail-links.js';

export interface MailQuestionsDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly countUse: CountUse;
  /** Whether a mail server is configured. */
  readonly canSend: boolean;
}

export type MailQuestions = ReturnType<typeof createMailQuestions>;

/** Whose channel a link was of. */
export interface LinkUsed {
  readonly userId: string;
  readonly channelId: string;
}

/** Whether the reader of an address wants mail: asked before anything else is sent there, and ended by them at any time. */
export function createMailQuestions({ db, secrets, clock, countUse, canSend }: MailQuestionsDeps) {
  const sealed = createChannelSecrets(secrets);

  const assertServer = (): void => {
    if (canSend) return;
    const message =
      'The operator has named no mail server: SMTP_URL and SMTP_FROM are to be set, and watchflow started anew.';
    throw new NotificationError('mail-not-configured', message);
  };

  async function admit(userId: string, address: string): Promise<void> {
    assertServer();
    await countUse('mail-by', userId);
    await countUse('mail-to', address.toLowerCase());
  }

  async function ask(session: DatabaseSession, { id, userId, name }: ChannelRow): Promise<void> {
    const data = { channelId: id, channelName: name };
    const notice = { userId, event: 'channel.confirm', dedupeKey: randomUUID(), data } as const;
    await tell(session, notice, { now: clock.now(), onlyChannel: id });
  }

  /** Throws NotificationError `link-invalid`. */
  async function open<K extends MailLink['kind']>(text: string, kind: K): Promise<ChannelRow> {
    const link = readLinkText(text);
    if (link?.kind !== kind) return invalid();
    const row = await db.notificationChannel.findUnique({ where: { id: link.channelId } });
    if (row?.kind !== 'mail') return invalid();
    const destination = destinationOf(row);
    const address = destination.kind === 'mail' ? destination.address : '';
    const isGood = isSealed(text, link, { secret: sealed.open(row), address });
    const isLate = link.kind === 'confirm' && link.until <= clock.now();
    return isGood && !isLate ? row : invalid();
  }

  return {
    assertServer,

    /** Counts a question before it is asked. Throws NotificationError `mail-not-configured` and `throttled`. */
    admit,

    /** Puts the question into the outbox, in the caller's transaction. */
    ask,

    /** Once more. Throws NotFoundError, InputError where there is nothing to ask, and what `admit` throws. */
    async askAgain(userId: string, id: string): Promise<Channel> {
      const row = await db.notificationChannel.findFirst({ where: { id, userId } });
      if (row === null) notFound();
      const fault = whyNot(row);
      if (fault !== undefined)
        throw new InputError('path', [{ place: '/id', message: `names a channel that ${fault}` }]);
      await admit(userId, row.url.slice('mailto:'.length));
      await ask(db, row);
      return toChannel(row);
    },

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

function whyNot({ kind, enabled, confirmedAt }: ChannelRow): string | undefined {
  if (kind !== 'mail') return 'is no mail channel';
  if (confirmedAt !== null) return 'is confirmed already';
  return enabled ? undefined : 'is switched off; switch it on first';
}

function invalid(): never {
  throw new NotificationError(
    'link-invalid',
    'The link is unknown, has expired, or is of a channel that was removed.',
  );
}
