import { randomUUID } from 'node:crypto';
import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { CountUse } from '../allowances.js';
import { addressOf, notFound, toChannel, type Channel } from '../channels/channel.js';
import type { ChannelRow } from '../channels/channel-store.js';
import { NotificationError } from '../notification-error.js';
import { tell } from '../notify.js';

export interface MailQuestionsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly countUse: CountUse;
  /** Whether a mail server is configured. */
  readonly canSend: boolean;
}

export type MailQuestions = ReturnType<typeof createMailQuestions>;

/** Whether the reader of an address wants mail: asked before anything else is sent there. */
export function createMailQuestions({ db, clock, countUse, canSend }: MailQuestionsDeps) {
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
      await admit(userId, addressOf(row));
      await ask(db, row);
      return toChannel(row);
    },
  };
}

function whyNot({ kind, enabled, confirmedAt }: ChannelRow): string | undefined {
  if (kind !== 'mail') return 'is no mail channel';
  if (confirmedAt !== null) return 'is confirmed already';
  return enabled ? undefined : 'is switched off; switch it on first';
}
