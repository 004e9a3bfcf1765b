import type { UpstreamService } from '../../upstream/http/index.js';
import { nameOf } from './connection.js';

/** The person has not connected this service. */
export class ConnectionMissingError extends Error {
  override readonly name = 'ConnectionMissingError';
  constructor(readonly service: UpstreamService) {
    super(`${nameOf[service]} is not connected; connect it and the next run goes on.`);
  }
}

/** The service refused the stored token; asking again cannot help. */
export class NeedsReauthError extends Error {
  override readonly name = 'NeedsReauthError';
  constructor(readonly service: UpstreamService) {
    super(`${nameOf[service]} no longer accepts the stored token; connect the account again.`);
  }
}

/** Nothing is done in the name of somebody who is kept out. */
export class AccountDisabledError extends Error {
  override readonly name = 'AccountDisabledError';
  constructor() {
    super('The account is disabled; its syncs go on once an administrator enables it again.');
  }
}

/** The operator's app is not served: nobody is asked for until it is. */
export class AppBlockedError extends Error {
  override readonly name = 'AppBlockedError';
  constructor(
    readonly service: UpstreamService,
    readonly since: Date,
  ) {
    super(
      `${nameOf[service]} does not serve this installation's app since ${since.toISOString()}; its operator has been told. All connections are kept.`,
    );
  }
}

export type ConnectingErrorKind =
  /** The operator has not set up an app at the service. */
  | 'app-not-configured'
  /** No such attempt of this person. */
  | 'unknown-attempt'
  /** The attempt is not at a point where this can be done. */
  | 'attempt-over'
  /** The service does not accept the token that was handed in. */
  | 'token-refused'
  /** The account is another one than before, and nothing was said about what to do with the ledger. */
  | 'other-account'
  /** The service could not be asked. */
  | 'service-away'
  /** The service does not serve the operator's app. */
  | 'app-blocked';

/** Why an account cannot be connected, for the person who tries. Holds no token. */
export class ConnectingError extends Error {
  override readonly name = 'ConnectingError';
  constructor(
    readonly kind: ConnectingErrorKind,
    message: string,
  ) {
    super(message);
  }
}
