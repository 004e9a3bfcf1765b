import { createTransport } from 'nodemailer';
import type { MailConfig, MailTlsMode } from '../../../platform/config/mail-config.js';

const tlsOptions: Readonly<Record<MailTlsMode, object>> = {
  required: { requireTLS: true },
  'if-offered': {},
  off: { ignoreTLS: true },
};

/** The way to the mail server; nothing is opened yet. */
export function createMailTransport(config: MailConfig) {
  const { host, port, isImplicitTls, tls, credentials, timeoutMs } = config;
  return createTransport({
    host,
    port,
    secure: isImplicitTls,
    ...tlsOptions[tls],
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
