import {
  bangumiUserAgent,
  createBangumiClient,
  type BangumiClientDeps,
  type OpenBangumiClient,
} from '../../src/upstream/bangumi/index.js';
import { UpstreamError } from '../../src/upstream/http/index.js';
import {
  createTraktClient,
  traktUserAgent,
  type OpenTraktClient,
  type TraktClientDeps,
} from '../../src/upstream/trakt/index.js';
import { collectLog } from './collect-log.js';

/** Values that must show nowhere. */
export const planted = { token: 'planted-token-3f9a', clientId: 'planted-client-77c1' };

export const access = { accessToken: planted.token, limitKey: 'user-1' };

const calm = { limits: 'off', http: { retries: 0 }, log: collectLog().log } as const;

export const traktAt = (apiUrl: string, rest: Partial<TraktClientDeps> = {}): OpenTraktClient =>
  createTraktClient({
    apiUrl,
    clientId: planted.clientId,
    userAgent: traktUserAgent('0.0.1'),
    ...calm,
    ...rest,
  });

export const bangumiAt = (
  apiUrl: string,
  rest: Partial<BangumiClientDeps> = {},
): OpenBangumiClient =>
  createBangumiClient({ apiUrl, userAgent: bangumiUserAgent('0.0.1'), ...calm, ...rest });

/** What a call was refused with; fails when it succeeds or throws something else. */
export async function upstreamErrorOf(call: Promise<unknown>): Promise<UpstreamError> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof UpstreamError) return thrown;
    throw thrown;
  }
  throw new Error('the call succeeded');
}
