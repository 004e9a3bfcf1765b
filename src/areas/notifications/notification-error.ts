/**
 * `mail-not-configured`: the operator has named no mail server. `throttled`: too many mails, tests or repeats asked for.
 * `link-invalid`: unknown, expired, or of an address that was changed. `not-failed`: only what failed can be sent again.
 */
export type NotificationErrorKind =
  'mail-not-configured' | 'throttled' | 'link-invalid' | 'not-failed';

/** Why something about channels was not done; nothing was changed. */
export class NotificationError extends Error {
  override readonly name = 'NotificationError';
  constructor(
    readonly kind: NotificationErrorKind,
    message: string,
    /** Of `throttled`: seconds to wait. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
