import type { MailConfig } from '../../../platform/config/mail-config.js';
import { judgeMailFault } from './judge-mail-fault.js';
import { createMailTransport } from './mail-transport.js';

export interface MailServerFault {
  /** Of SMTP, where the server answered. */
  readonly status: number | null;
  /** A word of ours, as of a delivery that failed. */
  readonly error: string;
}

/** Connects and signs in as for a mail, and sends none; undefined where the server lets us in. Never throws. */
export async function inspectMailServer(config: MailConfig): Promise<MailServerFault | undefined> {
  const transport = createMailTransport(config);
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    const outcome = judgeMailFault(error);
    return { status: outcome.status, error: 'error' in outcome ? outcome.error : outcome.kind };
  } finally {
    transport.close();
  }
}
