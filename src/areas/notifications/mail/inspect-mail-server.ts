import type { MailConfig } from '../../../platform/config/mail-config.js';
import type { Outcome } from '../delivering/outcome.js';
import { judgeMailFault } from './judge-mail-fault.js';
import { createMailTransport } from './mail-transport.js';

/** Connects and signs in as for a mail, and sends none. Never throws. */
export async function inspectMailServer(config: MailConfig): Promise<Outcome> {
  const transport = createMailTransport(config);
  try {
    await transport.verify();
    return { kind: 'sent', status: null };
  } catch (error) {
    return judgeMailFault(error);
  } finally {
    transport.close();
  }
}
