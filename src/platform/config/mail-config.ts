import type { Mailbox } from '../lib/mail-address.js';

export const mailTlsModes = ['required', 'if-offered', 'off'] as const;
export type MailTlsMode = (typeof mailTlsModes)[number];

/** The server that takes mail. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** From the first byte (`smtps://`); else STARTTLS as `tls` says. */
  readonly isImplicitTls: boolean;
  readonly tls: MailTlsMode;
  /** Absent = it asks for no sign-in. */
  readonly credentials?: MailCredentials | undefined;
  readonly from: Mailbox;
  /** For one mail, from connecting to the server's word. */
  readonly timeoutMs: number;
}

export interface MailCredentials {
  readonly user: string;
  readonly password: string;
}
