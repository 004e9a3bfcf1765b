import type { AuthCallOptions, TokenGrant } from '../../http/index.js';

export interface TraktAuthorize {
  /** Comes back unchanged. */
  readonly state: string;
  /** Letter by letter as registered with the app. */
  readonly redirectUri: string;
  /** base64url(SHA-256(verifier)) without padding (RFC 7636, S256). */
  readonly codeChallenge?: string | undefined;
  /** Makes the person sign in again, perhaps as somebody else. */
  readonly forceLogin?: boolean | undefined;
}

export interface TraktExchange {
  readonly code: string;
  /** The same as in the authorize address. */
  readonly redirectUri: string;
  readonly codeVerifier?: string | undefined;
}

/** What a device shows its owner, and how to ask for the outcome. */
export interface DeviceCode {
  /** Secret. */
  readonly deviceCode: string;
  readonly userCode: string;
  /** http(s). */
  readonly verificationUrl: string;
  readonly expiresInSeconds: number;
  /** Between two polls. */
  readonly intervalSeconds: number;
}

/** One poll (Trakt API notes, device flow). All but `pending` and `slow-down` end the flow. */
export type DevicePoll =
  | { readonly status: 'granted'; readonly grant: TokenGrant }
  | { readonly status: 'pending' }
  /** Ask less often; wait at least so many seconds where it was said. */
  | { readonly status: 'slow-down'; readonly retryAfter?: number | undefined }
  | { readonly status: 'denied' | 'expired' | 'already-used' | 'unknown-code' };

/** Trakt's OAuth server. Each method throws `UpstreamError` only, and asks once: nothing here is retried. */
export interface TraktAuth {
  /** Carries client id, state, redirect address and challenge, nothing secret. */
  authorizeUrl(authorize: TraktAuthorize): string;
  /** `invalid-grant`: the code is unknown, used, expired, or does not fit verifier or redirect address. */
  exchangeCode(exchange: TraktExchange, options?: AuthCallOptions): Promise<TokenGrant>;
  /** `invalid-grant`: the refresh token is spent, revoked or unknown. After `outcome: 'unclear'` it may be spent. */
  refresh(
    refresh: { readonly refreshToken: string; readonly redirectUri: string },
    options?: AuthCallOptions,
  ): Promise<TokenGrant>;
  revoke(revoke: { readonly accessToken: string }, options?: AuthCallOptions): Promise<void>;
  requestDeviceCode(options?: AuthCallOptions): Promise<DeviceCode>;
  pollDeviceToken(
    poll: { readonly deviceCode: string },
    options?: AuthCallOptions,
  ): Promise<DevicePoll>;
}
