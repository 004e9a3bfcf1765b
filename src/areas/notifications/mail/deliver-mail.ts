import type { Database } from '../../../platform/database/index.js';
import type { SecretBox } from '../../../platform/security/secret-box.js';
import { addressOf } from '../channels/channel.js';
import { createChannelSecrets, type ChannelRow } from '../channels/channel-store.js';
import type { ClaimedDelivery } from '../delivering/claim-due.js';
import { nothingToSay, type Outcome } from '../delivering/outcome.js';
import { isEvent } from '../events.js';
import { parseFacts } from '../parse-facts.js';
import { render, type Rendered } from '../rendering/render.js';
import type { Locale } from '../rendering/templates.js';
import { toMailContent } from './mail-content.js';
import { toLinkText, type LinkSeal, type MailLink } from './mail-links.js';
import type { Mail, SendMail } from './send-mail.js';

export interface DeliverMailDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly sendMail: SendMail | undefined;
  readonly publicUrl: string;
  readonly localeOf: (userId: string) => Promise<Locale>;
}

interface MailAttempt {
  readonly delivery: ClaimedDelivery;
  readonly channel: ChannelRow;
  readonly signal: AbortSignal | undefined;
}

/** How long a link that asks for agreement is good for, from when its mail was due: three days. */
const confirmMs = 72 * 3_600_000;

/** One attempt at a mail, with all that was gathered for it. Throws when it is called off. */
export function createDeliverMail(deps: DeliverMailDeps) {
  const { sendMail, localeOf } = deps;
  const sealed = createChannelSecrets(deps.secrets);

  return async ({ delivery, channel, signal }: MailAttempt): Promise<Outcome> => {
    if (sendMail === undefined) return { kind: 'failed', status: null, error: 'no-mail-server' };
    const letter = await readLetter(deps, delivery, await localeOf(delivery.userId));
    if (letter === undefined) return nothingToSay;
    const seal = { secret: sealed.open(channel), address: addressOf(channel) };
    return sendMail(toMail(deps.publicUrl, { delivery, letter, seal }), signal);
  };
}

interface Letter {
  readonly locale: Locale;
  readonly items: readonly [Rendered, ...Rendered[]];
  /** It asks its reader to agree, and is nothing else. */
  readonly isQuestion: boolean;
}

/** What is sent under this delivery, oldest first; undefined when there is nothing that this version knows. */
async function readLetter(
  { db }: DeliverMailDeps,
  { id, notificationId, gathered }: ClaimedDelivery,
  locale: Locale,
): Promise<Letter | undefined> {
  const company = gathered
    ? await db.notificationDelivery.findMany({
        where: { batchId: id },
        select: { notificationId: true },
      })
    : [];
  const ids = [notificationId, ...company.map((one) => one.notificationId)];
  const rows = await db.notification.findMany({
    where: { id: { in: ids } },
    orderBy: { id: 'asc' },
  });
  const [first, ...others] = rows.flatMap(({ event, data }) =>
    isEvent(event) ? [render(event, parseFacts(data), locale)] : [],
  );
  if (first === undefined) return undefined;
  const isQuestion = rows.some(({ event }) => event === 'channel.confirm');
  return { locale, items: [first, ...others], isQuestion };
}

interface ToMail {
  readonly delivery: ClaimedDelivery;
  readonly letter: Letter;
  readonly seal: LinkSeal;
}

function toMail(publicUrl: string, { delivery, letter, seal }: ToMail): Mail {
  const { id, channelId, dueAt } = delivery;
  const base = publicUrl.replace(/\/$/, '');
  // Behind a `#`, so that no log of a server has it, and nobody who merely looks at links sets it off.
  const urlOf = (link: MailLink): string => `${base}/mail#${toLinkText(link, seal)}`;
  const until = new Date(dueAt.getTime() + confirmMs);
  const { isQuestion } = letter;
  const confirmUrl = isQuestion ? urlOf({ kind: 'confirm', channelId, until }) : undefined;
  const stopUrl = isQuestion ? undefined : urlOf({ kind: 'stop', channelId });
  return {
    ...toMailContent({ ...letter, publicUrl: base, confirmUrl, stopUrl }),
    to: seal.address,
    messageId: `<${id}@${new URL(base).hostname}>`,
    stopUrl,
  };
}
