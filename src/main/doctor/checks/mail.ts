import { inspectMailServer } from '../../../areas/notifications/index.js';
import { fault, ok, skippedFor, type Check } from '../check.js';

const timeoutMs = 8_000;

const wayOut = 'check host and port of SMTP_URL, and that a firewall lets this machine out to it';

const advice: Readonly<Record<string, string>> = {
  'sign-in-refused': 'correct SMTP_USER and SMTP_PASSWORD',
  tls: 'use a server whose certificate is good for its name; SMTP_TLS=if-offered or off only where the way to it is safe',
  timeout: wayOut,
  unreachable: wayOut,
};

export const mailCheck: Check = {
  name: 'mail',
  run: async (context) => {
    const refused = skippedFor(context, 'SMTP_URL', 'SMTP_FROM', 'SMTP_USER', 'SMTP_PASSWORD');
    if (refused !== undefined) return refused;
    const { mail } = context.config;
    if (mail === undefined) return ok('none is sent', 'for notifications by mail set SMTP_URL');
    const at = `${mail.host}:${mail.port}`;
    const found = await inspectMailServer({
      ...mail,
      timeoutMs: Math.min(mail.timeoutMs, timeoutMs),
    });
    if (found === undefined)
      return ok(`the server at ${at} lets us in; what it says of SMTP_FROM only a mail can tell`);
    const { error: word, status } = found;
    const answer = status === null ? word : `${word}, status ${status}`;
    return fault(
      `the server at ${at} takes no mail (${answer})`,
      advice[word] ?? 'ask whoever runs that server; SMTP_URL says which it is',
    );
  },
};
