import { z } from 'zod';
import type { Outcome } from '../delivering/outcome.js';

const mailFault = z.object({
  code: z.string().optional(),
  /** Of the socket, where nodemailer has a code of its own. */
  originalCode: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.int().optional(),
  permanent: z.boolean().optional(),
});

/** Of faults without an answer, and of those that are the operator's to mend. */
const words: Readonly<Record<string, string>> = {
  EAUTH: 'sign-in-refused',
  ENOAUTH: 'sign-in-refused',
  ETLS: 'tls',
  ETIMEDOUT: 'timeout',
};

/**
 * What a failed hand-over means. The server's final word on the reader or on the mail is final; on who we are it is not:
 * that is the operator's to mend, and nobody's channel shall be lost by it.
 */
export function judgeMailFault(thrown: unknown): Outcome {
  const fault = mailFault.catch({}).parse(thrown);
  const { code = '', originalCode = '', command, responseCode, permanent } = fault;
  const status = responseCode ?? null;
  const word = isOfCertificate(originalCode) ? 'tls' : words[code];
  if (word !== undefined) return { kind: 'failed', status, error: word };
  if (status === null) return { kind: 'failed', status, error: 'unreachable' };
  if (permanent !== true) return { kind: 'failed', status, error: 'deferred' };
  if (command === 'RCPT TO') return { kind: 'refused', status, error: 'address-refused' };
  if (command === 'DATA') return { kind: 'refused', status, error: 'mail-refused' };
  return { kind: 'failed', status, error: 'sender-refused' };
}

// As OpenSSL and Node name them: `DEPTH_ZERO_SELF_SIGNED_CERT`, `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`, …
const isOfCertificate = (code: string): boolean => /CERT|TLS|SSL|SIGNATURE/.test(code);
