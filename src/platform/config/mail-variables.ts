import { about } from './about.js';
import { mailTlsModes } from './mail-config.js';
import * as type from './value-types.js';

const group = 'Notifications';

/** The server that notifications by mail go to. */
export const mail = {
  SMTP_URL: type.smtpUrl().optional().register(about, {
    group,
    key: 'mail.url',
    doc: 'Mail server that notifications are handed to: `smtp://host:587`, or `smtps://host:465` for TLS from the start.',
    absent: 'no mail is sent',
    secret: true,
    example: 'smtp://mail.example.org:587',
  }),
  SMTP_USER: type.text().optional().register(about, {
    group,
    key: 'mail.user',
    doc: 'User name at that server; may stand in the address instead.',
    absent: 'that of `SMTP_URL`, else it is used without signing in',
  }),
  SMTP_PASSWORD: type.text().optional().register(about, {
    group,
    key: 'mail.password',
    doc: 'Password belonging to it.',
    absent: 'that of `SMTP_URL`',
    secret: true,
  }),
  SMTP_FROM: type.mailbox().optional().register(about, {
    group,
    key: 'mail.from',
    doc: 'Who the mails are from; needed with `SMTP_URL`.',
    example: 'watchflow <watchflow@example.org>',
  }),
  SMTP_TLS: type.oneOf(...mailTlsModes).register(about, {
    group,
    key: 'mail.tls',
    doc: 'With `smtp://`: `required` sends nothing before STARTTLS, `if-offered` does without where it must, `off` is for a server on the same machine.',
    default: 'required',
  }),
  SMTP_TIMEOUT_MS: type.wholeNumber(100, 25_000).register(about, {
    group,
    key: 'mail.timeoutMs',
    doc: 'Longest time for handing over one mail, in milliseconds.',
    default: '20000',
  }),
};
