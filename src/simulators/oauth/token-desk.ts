import { createHash } from 'node:crypto';
import type { ScenarioApp } from '../scenario.js';
import type { Apps } from './apps.js';
import type { Approval, Codes } from './codes.js';
import type { Grants, TokenPair } from './grants.js';
import { OAuthFault } from './oauth-fault.js';
import type { Fields } from './read-fields.js';

export interface TokenDeskDeps<Person> {
  readonly apps: Apps;
  readonly codes: Codes<Person>;
  readonly grants: Grants<Person>;
  /** What a dead refresh token is told. */
  readonly deadRefreshWords: string;
}

/** Hands out tokens; throws `OAuthFault`. */
export interface TokenDesk<Person> {
  /** By `grant_type`. */
  handOut(fields: Fields): TokenPair<Person>;
  readonly refreshes: () => RefreshTally;
}

/** Refreshes that arrived, whether or not their answer did. */
export interface RefreshTally {
  readonly done: number;
  readonly refused: number;
}

export function createTokenDesk<Person>(deps: TokenDeskDeps<Person>): TokenDesk<Person> {
  const tally = { done: 0, refused: 0 };
  function countedRefresh(fields: Fields): TokenPair<Person> {
    tally.refused += 1;
    const pair = refresh(deps, fields);
    tally.refused -= 1;
    tally.done += 1;
    return pair;
  }
  return {
    handOut(fields) {
      const { grant_type: type = '' } = fields;
      if (type === 'authorization_code') return exchange(deps, fields);
      if (type === 'refresh_token') return countedRefresh(fields);
      throw new OAuthFault(400, 'unsupported_grant_type', 'grant_type is not supported');
    },
    refreshes: () => ({ ...tally }),
  };
}

const invalidGrant = (description: string): OAuthFault =>
  new OAuthFault(400, 'invalid_grant', description);

function exchange<Person>(
  { apps, codes, grants }: TokenDeskDeps<Person>,
  fields: Fields,
): TokenPair<Person> {
  const app = apps.require(fields['client_id'], fields['client_secret']);
  const approval = codes.take(fields['code'] ?? '');
  if (approval === undefined) throw invalidGrant('the code is unknown, used or expired');
  if (approval.clientId !== app.client_id) throw invalidGrant('the code belongs to another client');
  if (approval.redirectUri !== fields['redirect_uri'])
    throw invalidGrant('redirect_uri is not that of the authorisation');
  const byProofKey = checkProofKey(approval, fields['code_verifier']);
  if (!byProofKey) requireSecret(app, fields);
  const { person, clientId } = approval;
  return grants.start({ person, clientId, byProofKey });
}

/** True when a proof key was agreed on and fits. */
function checkProofKey<Person>({ challenge }: Approval<Person>, verifier: string | undefined) {
  if (challenge === undefined && verifier === undefined) return false;
  const isWellFormed = /^[A-Za-z0-9\-._~]{43,128}$/.test(verifier ?? '');
  const hash = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (!isWellFormed || hash !== challenge) throw invalidGrant('code_verifier does not fit');
  return true;
}

function requireSecret(app: ScenarioApp, fields: Fields): void {
  if (app.client_secret !== undefined && fields['client_secret'] === undefined)
    throw new OAuthFault(401, 'invalid_client', 'client authentication failed');
}

function refresh<Person>(
  { apps, grants, deadRefreshWords }: TokenDeskDeps<Person>,
  fields: Fields,
): TokenPair<Person> {
  const app = apps.require(fields['client_id'], fields['client_secret']);
  if (!app.redirect_uris.some((address) => address === fields['redirect_uri']))
    throw new OAuthFault(400, 'invalid_request', 'redirect_uri is not the registered one');
  const pair = grants.byRefresh(fields['refresh_token'] ?? '');
  if (pair?.grant.clientId !== app.client_id) throw invalidGrant(deadRefreshWords);
  if (!pair.grant.byProofKey) requireSecret(app, fields);
  return grants.rotate(pair);
}
