/** A refusal of an OAuth server; each service words it in its own way. */
export class OAuthFault extends Error {
  override readonly name = 'OAuthFault';
  constructor(
    readonly status: number,
    /** Of RFC 6749, e.g. `invalid_grant`. */
    readonly code: string,
    readonly description: string,
  ) {
    super(code);
  }
}
