import type { MailConfig, MailCredentials } from './mail-config.js';
import type { Values } from './variables.js';

/** Undefined where no server is named, or nobody whom mails are from. */
export function toMailConfig(values: Values): MailConfig | undefined {
  const { SMTP_URL: address, SMTP_FROM: from } = values;
  if (address === undefined || from === undefined) return undefined;
  const url = new URL(address);
  const isImplicitTls = url.protocol === 'smtps:';
  return {
    // Without the brackets of an IPv6 address.
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isImplicitTls ? 465 : 587) : Number(url.port),
    isImplicitTls,
    tls: values.SMTP_TLS,
    credentials: credentialsOf(values, url),
    from,
    timeoutMs: values.SMTP_TIMEOUT_MS,
  };
}

function credentialsOf(values: Values, url: URL): MailCredentials | undefined {
  const user = values.SMTP_USER ?? decodeURIComponent(url.username);
  const password = values.SMTP_PASSWORD ?? decodeURIComponent(url.password);
  return user === '' ? undefined : { user, password };
}
