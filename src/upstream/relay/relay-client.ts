import type { CallOptions } from '../http/index.js';

/** A key people use at the relay. */
export interface RelayKey {
  readonly id: string;
  readonly name: string;
}

export interface RelayKeyPage {
  readonly keys: readonly RelayKey[];
  readonly pages: number;
}

/** What one key used of one model on one of the relay's days, all of it so far. */
export interface RelayUsage {
  readonly model: string;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheCreationTokens: number;
  readonly cacheReadTokens: number;
  /** US dollars, as the relay charges them. */
  readonly cost: number;
}

/** A service like Claude Relay Service, as its administrators see it. `UpstreamError` is all that is thrown. */
export interface RelayClient {
  /** Oldest first, so that a key made meanwhile moves no other to another page. Pages count from 1. */
  readKeys(page: number, options?: CallOptions): Promise<RelayKeyPage>;
  /** By model, of the relay's day that holds `at`; empty where there was none. */
  readUsage(
    day: { readonly keyId: string; readonly at: Date },
    options?: CallOptions,
  ): Promise<readonly RelayUsage[]>;
}

export interface OpenRelayClient extends RelayClient {
  /** Closes the idle connections. */
  destroy: () => void;
}

/** Either a token of an administrator's session, or the name and password that such a session is opened with. */
export type RelayCredentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly username: string; readonly password: string };
