import type { AuthCallOptions, TokenGrant } from '../../http/index.js';

export interface BangumiTokenStatus {
  readonly clientId?: string | undefined;
  readonly expiresAt: Date;
  readonly scope?: string | undefined;
  readonly userId?: number | undefined;
}

/**
 * Bangumi's OAuth server (Bangumi API notes, authentication). Each method throws `UpstreamError` only; exchange and refresh
 * ask once. `unavailable` says nothing about the tokens: keep them and ask later.
 */
export interface BangumiAuth {
  /** Carries client id, state and redirect address, nothing secret. */
  authorizeUrl(authorize: { readonly state: string; readonly redirectUri: string }): string;
  /** `invalid-grant`: the code is unknown, used, or older than its 60 seconds. */
  exchangeCode(
    exchange: { readonly code: string; readonly redirectUri: string },
    options?: AuthCallOptions,
  ): Promise<TokenGrant>;
  /** Both tokens change. `invalid-grant`: spent, expired or revoked. After `outcome: 'unclear'` it may be spent. */
  refresh(
    refresh: { readonly refreshToken: string; readonly redirectUri: string },
    options?: AuthCallOptions,
  ): Promise<TokenGrant>;
  /** `unauthorized` for a dead token. */
  tokenStatus(
    status: { readonly accessToken: string },
    options?: AuthCallOptions,
  ): Promise<BangumiTokenStatus>;
}
