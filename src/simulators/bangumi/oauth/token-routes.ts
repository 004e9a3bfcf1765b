import type { Answer, Route, SimRequest } from '../../server/exchange.js';
import type { OAuth } from '../../oauth/create-oauth.js';
import type { TokenPair } from '../../oauth/grants.js';
import { OAuthFault } from '../../oauth/oauth-fault.js';
import { readFields, type Fields } from '../../oauth/read-fields.js';
import type { Member } from '../members.js';

export interface BangumiTokenRouteDeps {
  readonly oauth: OAuth<Member>;
  /** The owner of a fixed token of the scenario that is alive. */
  readonly byFixedToken: (token: string) => Member | undefined;
  readonly style: BangumiAnswerStyle;
}

/** Both shapes are seen in the wild (Bangumi API notes §2.2). */
export interface BangumiAnswerStyle {
  /** Default `legacy`: `error` and `error_description`; `fastify`: `code`, `message`, `statusCode`. */
  readonly failures?: 'legacy' | 'fastify' | undefined;
  /** `expires_in`, `expires` and `user_id` as text. Default false. */
  readonly numbersAsText?: boolean | undefined;
}

/** A fixed token of a scenario never ends; its answer must name a time. */
const farAway = Date.parse('2099-01-01T00:00:00.000Z');

/** Bangumi API notes §2.2: forms and JSON are both taken, both tokens rotate. */
export function createBangumiTokenRoutes(deps: BangumiTokenRouteDeps): Route[] {
  const { oauth, style } = deps;
  const post = (pattern: string, answer: (fields: Fields) => Answer): Route => ({
    method: 'POST',
    pattern,
    handle: (request) => answering(style, request, answer),
  });
  return [
    post('/oauth/access_token', (fields) => {
      // There are no apps without a secret here.
      if (fields['client_secret'] === undefined)
        throw new OAuthFault(400, 'invalid_client', 'Client credentials were not found');
      return renderPair(oauth.desk.handOut(fields), style);
    }),
    post('/oauth/token_status', (fields) => tokenStatus(deps, fields['access_token'] ?? '')),
  ];
}

const wireNumber = (value: number, { numbersAsText }: BangumiAnswerStyle): number | string =>
  numbersAsText === true ? String(value) : value;

const renderPair = (pair: TokenPair<Member>, style: BangumiAnswerStyle): Answer => ({
  status: 200,
  json: {
    access_token: pair.accessToken,
    expires_in: wireNumber(pair.lifetimeSeconds, style),
    token_type: 'Bearer',
    scope: null,
    refresh_token: pair.refreshToken,
    user_id: wireNumber(pair.grant.person.source.id, style),
  },
});

function tokenStatus({ oauth, byFixedToken, style }: BangumiTokenRouteDeps, token: string): Answer {
  const pair = oauth.grants.byAccess(token);
  const owner = pair?.grant.person ?? byFixedToken(token);
  if (owner === undefined)
    throw new OAuthFault(401, 'invalid_token', 'The access token provided is invalid');
  const json = {
    access_token: token,
    client_id: pair?.grant.clientId ?? '',
    expires: wireNumber(Math.floor((pair?.accessUntil ?? farAway) / 1000), style),
    scope: null,
    user_id: wireNumber(owner.source.id, style),
  };
  return { status: 200, json };
}

function answering(
  style: BangumiAnswerStyle,
  request: SimRequest,
  answer: (fields: Fields) => Answer,
): Answer {
  try {
    return answer(readFields(request));
  } catch (thrown) {
    if (!(thrown instanceof OAuthFault)) throw thrown;
    const json = style.failures === 'fastify' ? toFastify(thrown) : toLegacy(thrown);
    return { status: thrown.status, json };
  }
}

const toLegacy = ({ code, description }: OAuthFault): object => ({
  error: code,
  error_description: description,
});

const fastifyCodes: Readonly<Record<string, string>> = {
  invalid_grant: 'INVALID_REFRESH_TOKEN',
  invalid_client: 'INVALID_CLIENT_ID',
};

const statusWords: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
};

const toFastify = ({ status, code, description }: OAuthFault): object => ({
  code: fastifyCodes[code] ?? code.toUpperCase(),
  error: statusWords[status] ?? 'Bad Request',
  message: description,
  statusCode: status,
});
