import { createHash } from 'node:crypto';
import type { ScenarioInput } from '../../src/simulators/index.js';
import {
  bangumiUserAgent,
  createBangumiAuth,
  type BangumiAuthDeps,
  type OpenBangumiAuth,
} from '../../src/upstream/bangumi/index.js';
import {
  createTraktAuth,
  traktUserAgent,
  type OpenTraktAuth,
  type TraktAuthDeps,
} from '../../src/upstream/trakt/index.js';
import { collectLog } from './collect-log.js';

export const redirectUri = 'https://watchflow.example/api/trakt/auth/callback';

/** The operator's app, the same at both services. */
export const app = { client_id: 'the-client', client_secret: 'the-secret' };

/** A proof key as RFC 7636 wants it. */
export const verifier = 'a-verifier-of-at-least-forty-three-characters-0123456789';
export const challenge = createHash('sha256').update(verifier).digest('base64url');

/** Two people on each side, and the operator's app. */
export const signInWorld: ScenarioInput = {
  name: 'sign-in',
  apps: {
    trakt: [{ ...app, redirect_uris: [redirectUri] }],
    bangumi: [{ ...app, redirect_uris: [redirectUri] }],
  },
  trakt: {
    client_ids: ['fixed-client'],
    users: [
      { token: 'ann-fixed', username: 'ann', trakt: 11 },
      { token: 'bob-fixed', username: 'bob', trakt: 12 },
    ],
  },
  bangumi: {
    users: [
      { token: 'ann-fixed', username: 'ann', id: 21 },
      { token: 'bob-fixed', username: 'bob', id: 22 },
    ],
  },
};

const common = {
  clientId: app.client_id,
  clientSecret: app.client_secret,
  log: collectLog().log,
};

export const traktAuthAt = (authUrl: string, rest: Partial<TraktAuthDeps> = {}): OpenTraktAuth =>
  createTraktAuth({ authUrl, userAgent: traktUserAgent('0.0.1'), ...common, ...rest });

export const bangumiAuthAt = (
  authUrl: string,
  rest: Partial<BangumiAuthDeps> = {},
): OpenBangumiAuth =>
  createBangumiAuth({ authUrl, userAgent: bangumiUserAgent('0.0.1'), ...common, ...rest });
