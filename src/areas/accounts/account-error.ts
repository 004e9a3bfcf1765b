/**
 * `name-taken`: another person is called so. `last-admin`: nobody could administer any more. `invalid-credentials`: no such
 * person, wrong password or kept out, without telling which. `wrong-password`: of somebody known already. `throttled`: too
 * many attempts. `setup-link-invalid`: unknown, used or expired. `key-not-active`: revoked or expired.
 */
export type AccountErrorKind =
  | 'name-taken'
  | 'last-admin'
  | 'invalid-credentials'
  | 'wrong-password'
  | 'throttled'
  | 'setup-link-invalid'
  | 'key-not-active';

/** Why something about accounts was not done; nothing was changed. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  constructor(
    readonly kind: AccountErrorKind,
    message: string,
    /** Of `throttled`: seconds to wait. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
