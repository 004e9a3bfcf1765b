/** Where people have accounts that they connect. */
export type UpstreamService = 'trakt' | 'bangumi';

/** Whatever is called over HTTP. */
export type CalledService = UpstreamService | 'relay';

/** What went wrong upstream, in our words; whether to retry is decided in `activities/failures.ts`, nowhere else. */
export type UpstreamErrorKind =
  /** 401: the token is invalid, expired or revoked. */
  | 'unauthorized'
  /** OAuth: the code or refresh token is unknown, used, expired or revoked; only the person can go on from here. */
  | 'invalid-grant'
  /** 403 of the service itself: missing scope, banned user, private resource. */
  | 'forbidden'
  /** The operator's own app lapsed or was blocked (`invalid_client`, bare 403 for the client id). */
  | 'app-blocked'
  /** 403 page of the edge (HTML): User-Agent or firewall. */
  | 'edge-blocked'
  /** 404: subject, episode or record missing. */
  | 'not-found'
  /** 400, 405, 409, 412, 415, 422: the request itself was refused. */
  | 'rejected'
  /** 420: an account limit is exceeded. */
  | 'account-limit'
  /** 423: the account is locked or deactivated. */
  | 'account-locked'
  /** 426: only for VIP accounts. */
  | 'vip-only'
  /** 429. */
  | 'rate-limited'
  /** 5xx, refused or broken connection. */
  | 'unavailable'
  /** No answer in time. */
  | 'timeout'
  /** An answer that is not what the interface promises: HTML with 200, torn JSON, schema mismatch. */
  | 'malformed';

/** What the account may have, of an `account-limit` or `vip-only`: whatever the service said of it. */
export interface AccountLimit {
  /** How many; of what, the endpoint tells. */
  readonly allowed?: number | undefined;
  readonly isVip?: boolean | undefined;
  /** Where the person can get more. */
  readonly upgradeUrl?: string | undefined;
}

export interface UpstreamErrorFacts {
  readonly service: CalledService;
  readonly kind: UpstreamErrorKind;
  /** `METHOD /path/pattern`, without ids or query. */
  readonly endpoint: string;
  readonly status?: number | undefined;
  /** Seconds the service asked us to wait, when it said so. */
  readonly retryAfter?: number | undefined;
  /** The service's own words, shortened; never headers, never our request. */
  readonly description?: string | undefined;
  readonly limit?: AccountLimit | undefined;
  /** True when this was a write whose outcome is unknown (time-out, 5xx, broken or torn answer): read before resend. */
  readonly unclear: boolean;
}

export type WriteOutcome = 'not-sent' | 'refused' | 'unclear';

/** The only error that leaves `upstream/`. Holds no header, no token and no raw axios error. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  constructor(
    message: string,
    readonly facts: UpstreamErrorFacts,
  ) {
    super(message);
  }

  get kind(): UpstreamErrorKind {
    return this.facts.kind;
  }

  /**
   * What became of a write. `not-sent`: it provably never arrived; `refused`: the service answered that it did nothing;
   * `unclear`: it may have been carried out (after a refresh: the old refresh token may be spent).
   */
  get outcome(): WriteOutcome {
    if (this.facts.unclear) return 'unclear';
    return this.facts.status === undefined ? 'not-sent' : 'refused';
  }
}
