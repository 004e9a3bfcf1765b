import type { UpstreamService } from '../../upstream/http/index.js';

export const services = ['trakt', 'bangumi'] as const satisfies readonly UpstreamService[];

/** As the services write themselves. */
export const nameOf: Readonly<Record<UpstreamService, string>> = {
  trakt: 'Trakt',
  bangumi: 'Bangumi',
};

/** One account of one service per person. */
export interface ConnectionKey {
  readonly userId: string;
  readonly service: UpstreamService;
}

/** An account as the service knows it: `key` never changes, `name` may. */
export interface Account {
  readonly key: string;
  readonly name: string;
}

export type ConnectionMethod = 'configured' | 'oauth' | 'device' | 'token';

/** Secret. Times are of the access token. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly expiresAt?: Date | undefined;
  /** From when on to renew them; only with a refresh token. */
  readonly refreshAt?: Date | undefined;
}

/** What a person may know of a connection. */
export interface ConnectionView {
  readonly service: UpstreamService;
  /** `app-blocked`: the operator's app is not served; nothing the person can do. */
  readonly state: 'missing' | 'connected' | 'needs-reauth' | 'app-blocked';
  /** Why it has to be made again, in words. */
  readonly reason: string | null;
  readonly accountName: string | null;
  readonly method: ConnectionMethod | null;
  readonly expiresAt: Date | null;
  /** False: it ends at `expiresAt` unless the person makes it anew. */
  readonly renewsItself: boolean;
  readonly connectedAt: Date | null;
}

export const isService = (name: string): name is UpstreamService =>
  services.some((service) => service === name);
