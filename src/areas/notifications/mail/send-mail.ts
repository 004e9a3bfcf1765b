import type { MailConfig } from '../../../platform/config/mail-config.js';
import type { Outcome } from '../delivering/outcome.js';
import { judgeMailFault } from './judge-mail-fault.js';
import { createMailTransport } from './mail-transport.js';

export interface Mail {
  readonly to: string;
  /** With angle brackets; the same however often it is sent. */
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Leads to the page that ends the mails; undefined where there are none yet. */
  readonly stopUrl: string | undefined;
}

/** Hands one mail to the server. Throws only when it is called off. */
export type SendMail = (mail: Mail, signal?: AbortSignal) => Promise<Outcome>;

/**
 * A connection for each mail: they are few. The server's yes is what counts: when a connection breaks between the mail and
 * that yes, nobody knows, and the mail is sent again under the same Message-ID.
 */
export function createSendMail(config: MailConfig): SendMail {
  const { from, timeoutMs } = config;
  const transport = createMailTransport(config);

  return async ({ to, messageId, subject, text, html, stopUrl }, signal) => {
    signal?.throwIfAborted();
    const late = AbortSignal.timeout(timeoutMs);
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        messageId,
        subject,
        text,
        html,
        headers: {
          // Not to be answered by another machine (RFC 3834).
          'auto-submitted': 'auto-generated',
          ...(stopUrl === undefined ? {} : { 'list-unsubscribe': `<${stopUrl}>` }),
        },
        signal: signal === undefined ? late : AbortSignal.any([late, signal]),
      });
      return { kind: 'sent', status: 250 };
    } catch (error) {
      signal?.throwIfAborted();
      if (late.aborted) return { kind: 'failed', status: null, error: 'timeout' };
      return judgeMailFault(error);
    }
  };
}
